import { isMessage, type Tombstone } from '@parley/contracts/messages/message'
import { deleteFilesOfHolders } from '@parley/files/store/deletions'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import {
  type DeletionOutcome,
  decideDeletion,
  type LockedMessage,
  pinnedMetadata,
  type Refused,
} from '../domain/message-changes.ts'
import { type Actor, changeMessage, getResource, lockMessage, publishChange } from './locked-message.ts'
import { removeDocuments } from './search-queue.ts'
import { newestReply } from './thread-reads.ts'

/** People whom a root names; post_message adds as many. */
const maxParticipants = 20

/** `gone`: it was deleted before. */
export type Deletion =
  | { outcome: 'deleted' | 'gone'; tombstone: Tombstone }
  | Refused<Exclude<DeletionOutcome, 'deleted' | 'gone'>>

/**
 * Deletes a message of the actor's own or, as a moderator, anybody's. Its row stays as a tombstone, without what hung
 * on it. Needs a transaction.
 */
export async function deleteMessage(
  tx: Db,
  actor: Actor,
  id: string,
  asModerator: boolean,
  trace: Trace,
): Promise<Deletion> {
  const message = await lockMessage(tx, actor, { id })
  if (!message) return { outcome: 'not_found' }
  const outcome = decideDeletion(message, asModerator)
  if (outcome === 'gone') return { outcome, tombstone: await getTombstone(tx, message) }
  if (outcome !== 'deleted') return { outcome }

  await changeMessage(
    tx,
    message,
    id,
    {
      deleted_at: message.at,
      reactions: '[]',
      reaction_count: 0,
      metadata: JSON.stringify(pinnedMetadata(message, false)),
    },
    { messages: 1, roots: message.parentId === null ? 1 : 0 },
  )
  for (const table of ['reactions', 'mentions'] as const)
    await tx.deleteFrom(table).where('workspace_id', '=', message.workspaceId).where('message_id', '=', id).execute()
  await removeDocuments(tx, message.workspaceId, [id])
  await deleteFilesOfHolders(tx, { workspaceId: message.workspaceId, holderIds: [id] })
  const tombstone = await publishChange<Tombstone>(tx, message, 'message.deleted', trace)
  if (message.parentId !== null) await takeFromThread(tx, message, message.parentId, trace)
  return { outcome, tombstone }
}

async function getTombstone(tx: Db, message: LockedMessage): Promise<Tombstone> {
  const resource = await getResource(tx, message)
  if (isMessage(resource)) throw new Error(`Message ${message.id} is not deleted.`)
  return resource
}

/** A deleted reply changes its root, which is published as a change of its own unless the root is deleted too. */
async function takeFromThread(tx: Db, reply: LockedMessage, rootId: string, trace: Trace): Promise<void> {
  const { workspaceId, at, source } = reply
  const root = await tx
    .selectFrom('messages as root')
    .select((eb) => [
      'root.deleted_at',
      'root.reply_count',
      eb
        .selectFrom('messages as other')
        .select('other.created_at')
        .where('other.workspace_id', '=', workspaceId)
        .where('other.parent_message_id', '=', rootId)
        .where('other.deleted_at', 'is', null)
        .orderBy('other.created_at', 'desc')
        .orderBy('other.seq', 'desc')
        .limit(1)
        .as('last_reply_at'),
    ])
    .where('root.workspace_id', '=', workspaceId)
    .where('root.id', '=', rootId)
    .executeTakeFirstOrThrow()
  const newest = await newestReply(tx, workspaceId, rootId).executeTakeFirst()
  await tx
    .updateTable('thread_people')
    .set({ last_reply_seq: newest?.seq ?? null, last_reply_at: newest?.created_at ?? null })
    .where('workspace_id', '=', workspaceId)
    .where('root_id', '=', rootId)
    .where('last_reply_seq', '=', reply.seq)
    .execute()
  const hasLeft = (await uncountReply(tx, reply, rootId)) === 0
  const change = {
    reply_count: root.reply_count - 1,
    last_reply_at: root.last_reply_at,
    changed_at: at,
    ...(hasLeft && { participants: await findParticipants(tx, workspaceId, rootId) }),
  }
  if (root.deleted_at === null) {
    await changeMessage(tx, reply, rootId, change)
    await publishChange(tx, { workspaceId, id: rootId, source }, 'message.updated', trace)
  } else
    await tx
      .updateTable('messages')
      .set(change)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', rootId)
      .execute()
}

/** How many replies its author has left in the thread; undefined where theirs are not counted, as a twin's. */
async function uncountReply(
  tx: Db,
  { workspaceId, userId }: LockedMessage,
  rootId: string,
): Promise<number | undefined> {
  if (userId === null) return undefined
  const row = await tx
    .updateTable('thread_people')
    .set((eb) => ({
      replies: eb('replies', '-', 1),
      first_seq: eb.case().when('replies', '>', 1).then(eb.ref('first_seq')).end(),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('root_id', '=', rootId)
    .where('user_id', '=', userId)
    .where('replies', '>', 0)
    .returning('replies')
    .executeTakeFirst()
  return row?.replies
}

/** The first who replied, as many as a root names. */
async function findParticipants(tx: Db, workspaceId: string, rootId: string): Promise<string[]> {
  const people = await tx
    .selectFrom('thread_people')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('root_id', '=', rootId)
    .where('replies', '>', 0)
    .orderBy('first_seq')
    .limit(maxParticipants)
    .execute()
  return people.map(({ user_id }) => user_id)
}
