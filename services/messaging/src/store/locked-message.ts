import { isMessage, type MessageResource, type StoredMessage } from '@parley/contracts/messages/message'
import type { AuthorId } from '@parley/contracts/messages/writing'
import { publisherOf } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { sql, type Updateable } from 'kysely'
import type { Db } from '../context.ts'
import type { LockedMessage, MessageMetadata, Source } from '../domain/message-changes.ts'
import type { DB } from '../schema.ts'
import { publishMessageEvent, type WrittenEvent } from './message-events.ts'
import type { Person } from './messages.ts'

interface LockedRow {
  channel_id: string
  seq: number
  parent_message_id: string | null
  user_id: string | null
  content: string
  metadata: MessageMetadata
  reactions: StoredMessage['reactions']
  has_attachments: boolean
  is_archived: boolean
  is_moderator: boolean
  deleted_at: string | null
  at: string
  is_imported: boolean
  author_id: string
  actor_id: string
}

/** Who changes a message: a person, or a twin or bridged author on whose behalf a service does. */
export type Actor = (Person | { workspaceId: string; author: AuthorId }) & { source?: Source }

export const isPerson = (actor: Actor): actor is Person & { source?: Source } => 'userId' in actor

/** The channel of a message that someone can see, without a lock. */
export async function findChannelOfMessage(
  db: Db,
  { workspaceId, userId }: Person,
  messageId: string,
): Promise<string | undefined> {
  const found = await db
    .selectFrom('messages as m')
    .innerJoin('channels.access as a', (join) =>
      join.onRef('a.workspace_id', '=', 'm.workspace_id').onRef('a.channel_id', '=', 'm.channel_id'),
    )
    .select('m.channel_id')
    .where('m.workspace_id', '=', workspaceId)
    .where('m.id', '=', messageId)
    .where('a.user_id', '=', userId)
    .executeTakeFirst()
  return found?.channel_id
}

/** The channel of any message, for a service. */
export async function findChannelForService(
  db: Db,
  workspaceId: string,
  messageId: string,
): Promise<string | undefined> {
  const found = await db
    .selectFrom('messages')
    .select('channel_id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', messageId)
    .executeTakeFirst()
  return found?.channel_id
}

/** Locks a message's channel, then reads both; undefined for what someone cannot see. Needs a transaction. */
export async function lockMessage(
  tx: Db,
  actor: Actor,
  { id, channelId }: { id: string; channelId?: string | undefined },
): Promise<LockedMessage | undefined> {
  const { workspaceId, source } = actor
  const locking = isPerson(actor)
    ? sql<LockedRow>`select * from lock_message(${workspaceId}, ${channelId ?? null}, ${id}, ${actor.userId})`
    : sql<LockedRow>`select * from lock_message_for_service(${workspaceId}, ${id}, ${JSON.stringify(actor.author)})`
  const { rows } = await locking.execute(tx)
  const [row] = rows
  return (
    row && {
      workspaceId,
      id,
      channelId: row.channel_id,
      seq: row.seq,
      parentId: row.parent_message_id,
      userId: row.user_id,
      authorId: row.author_id,
      actorId: row.actor_id,
      content: row.content,
      metadata: row.metadata,
      reactions: row.reactions,
      hasAttachments: row.has_attachments,
      isArchived: row.is_archived,
      isModerator: row.is_moderator,
      isDeleted: row.deleted_at !== null,
      isImported: row.is_imported,
      source,
      at: row.at,
    }
  )
}

/**
 * Changes a message of a locked channel, which takes the channel's next `rev`; where `removed`, it is counted no more.
 * One statement, since others wait for the channel during each round trip. Returns the rev.
 */
export async function changeMessage(
  tx: Db,
  { workspaceId, channelId }: LockedMessage,
  id: string,
  change: Updateable<DB['messages']>,
  removed: { messages: number; roots: number } = { messages: 0, roots: 0 },
): Promise<number> {
  const { rev } = await tx
    .with('head', (db) =>
      db
        .updateTable('channel_heads')
        .set((eb) => ({
          rev: eb('rev', '+', 1),
          message_count: eb('message_count', '-', removed.messages),
          root_count: eb('root_count', '-', removed.roots),
        }))
        .where('workspace_id', '=', workspaceId)
        .where('channel_id', '=', channelId)
        .returning('rev'),
    )
    .updateTable('messages')
    .from('head')
    .set(change)
    .set((eb) => ({ rev: eb.ref('head.rev') }))
    .where('messages.workspace_id', '=', workspaceId)
    .where('messages.id', '=', id)
    .returning('messages.rev')
    .executeTakeFirstOrThrow()
  return rev
}

/** A locked message as it is shown; its tombstone where it is deleted. */
export async function getResource(
  tx: Db,
  { workspaceId, id }: Pick<LockedMessage, 'workspaceId' | 'id'>,
): Promise<MessageResource> {
  const { resource } = await tx
    .selectFrom('message_resources')
    .select('resource')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return resource
}

/** As `getResource`, of one that is not deleted. */
export async function getMessage(tx: Db, message: Pick<LockedMessage, 'workspaceId' | 'id'>): Promise<StoredMessage> {
  const resource = await getResource(tx, message)
  if (!isMessage(resource)) throw new Error(`Message ${message.id} is deleted.`)
  return resource
}

type ChangeType =
  | 'message.updated'
  | 'message.deleted'
  | 'message.pinned'
  | 'message.unpinned'
  | 'reaction.added'
  | 'reaction.removed'

/** Writes the event of a message's latest change into the outbox: with `data`, or the message as it is now. Returns its data. */
export async function publishChange<T = StoredMessage>(
  tx: Db,
  { workspaceId, id, source }: Pick<LockedMessage, 'workspaceId' | 'id' | 'source'>,
  type: ChangeType,
  trace: Trace,
  data?: object,
): Promise<T> {
  const { rows } = await sql<WrittenEvent<T>>`
    select event, outbox_position, written_at, facts
    from publish_change(${workspaceId}, ${id}, ${type}, ${data === undefined ? null : JSON.stringify(data)}::json,
      ${JSON.stringify(trace)}::jsonb, ${publisherOf(tx)}, ${source ? JSON.stringify(source) : null})`.execute(tx)
  const written = rows[0]!
  publishMessageEvent(tx, written, trace)
  return written.event.data
}
