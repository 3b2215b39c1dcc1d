import type { Message } from '@parley/contracts/messages/message'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Someone of a workspace. */
export interface Person {
  workspaceId: string
  userId: string
}

/** Where a message goes: to a channel, there perhaps under a parent, or wherever its parent is. */
export type Target = { channelId: string; parentId?: string | undefined } | { parentId: string }

export interface NewMessage {
  author: Person
  target: Target
  content: string
  contentType: string
  metadata: Record<string, unknown>
  /** What the text may mention; see `handlesIn`. */
  handles: string[]
}

type Refusal = 'not_found' | 'archived' | 'no_parent'

export type Insertion =
  | { outcome: 'posted'; message: Message; joined: boolean }
  | { [R in Refusal]: { outcome: R } }[Refusal]

/** What `post_message` raises when the answer changed while it waited for the channel. */
const changedWhileWaiting: Record<string, { outcome: Refusal } | undefined> = {
  PM404: { outcome: 'not_found' },
  PM409: { outcome: 'archived' },
  PM400: { outcome: 'no_parent' },
}

/**
 * Stores a message under its channel's next `seq` and `rev`, with its event in the outbox: one statement, described
 * where it is defined. The channel stays held until commit, so numbers appear in order.
 */
export async function insertMessage(db: Db, message: NewMessage, trace: Trace): Promise<Insertion> {
  const { author, target, content, contentType, handles } = message
  const channelId = 'channelId' in target ? target.channelId : null
  try {
    const { rows } = await sql<Insertion>`
      select outcome, message, joined from post_message(
        ${author.workspaceId}, ${channelId}, ${author.userId}, ${target.parentId ?? null}, ${content}, ${contentType},
        ${JSON.stringify(message.metadata)}, ${handles}, ${JSON.stringify(trace)})`.execute(db)
    return rows[0]!
  } catch (error) {
    const refused = changedWhileWaiting[String((error as { code?: unknown }).code)]
    if (refused) return refused as Insertion
    throw error
  }
}

/** A message that is not deleted, in a channel that the reader may read. */
export async function findMessage(db: Db, reader: Person, id: string): Promise<Message | undefined> {
  const { rows } = await sql<{ message: Message }>`
    select message_json(m, p.display_name, p.avatar_url) as message
    from messages m
    join channels.access a
      on a.workspace_id = m.workspace_id and a.channel_id = m.channel_id and a.user_id = ${reader.userId}
    left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
    where m.id = ${id} and m.workspace_id = ${reader.workspaceId} and m.deleted_at is null`.execute(db)
  return rows[0]?.message
}

/** Whether someone may assign twins to the channel that a message is meant for; undefined when they cannot see it. */
export async function mayAssignTwins(db: Db, person: Person, target: Target): Promise<boolean | undefined> {
  const channel =
    'channelId' in target
      ? sql`${target.channelId}`
      : sql`(select channel_id from messages where id = ${target.parentId} and deleted_at is null)`
  const { rows } = await sql<{ may: boolean }>`
    select a.workspace_role in ('owner', 'admin') or coalesce(a.channel_role = 'admin', false) as may
    from channels.access a
    where a.workspace_id = ${person.workspaceId} and a.channel_id = ${channel} and a.user_id = ${person.userId}`.execute(
    db,
  )
  return rows[0]?.may
}
