import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { subtransaction } from '@parley/kit/outbox'
import { expressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import { changedPost, type Insertion } from '../domain/posting.ts'
import { type Attempt, decideSending, mayStillPost, type SendingOutcome } from '../domain/scheduled.ts'
import type { DueChannel } from '../domain/turns.ts'
import type { DB } from '../schema.ts'
import { clockToTheMillisecond } from './draft-files.ts'
import { isDue, isPending } from './due-messages.ts'
import { insertMessage, isMembershipLost } from './messages.ts'
import { newMessageOf, type ScheduledRow } from './scheduled.ts'
import { failedFor, isMember, type Mark } from './scheduled-failures.ts'

const eb = expressionBuilder<DB, 'scheduled_messages'>()

/** `error` is an error that the message did not cause. */
export type Sending = SendingOutcome & { id: string; hasJoined: boolean; error?: unknown }

/**
 * Posts a channel's next due message and marks it, in the caller's transaction:
 * 1. Both are committed, or neither.
 * 2. A channel's messages are posted in order of `send_at` and id.
 * 3. A message that waits for its next retry does not delay later ones.
 * 4. A message that another transaction has locked, to post or to change it, delays those after it.
 * 5. Returns undefined when nothing is due, or when the next message is locked.
 */
export async function sendNextOf(tx: Db, channel: DueChannel): Promise<Sending | undefined> {
  const scheduled = await lockNextOf(tx, channel)
  if (!scheduled) return undefined
  // A channel that others lock for long must not keep all the rest from going out.
  await sql`set local lock_timeout = '3s'`.execute(tx)
  const { attempt, messageId, hasJoined = false, error } = await postScheduled(tx, scheduled)
  const sending = decideSending(attempt, scheduled.tries)
  await tx
    .updateTable('scheduled_messages')
    .set(markOf(sending, scheduled, messageId))
    .where('workspace_id', '=', scheduled.workspace_id)
    .where('id', '=', scheduled.id)
    .execute()
  return { ...sending, id: scheduled.id, hasJoined, error }
}

/**
 * Locks a channel's next due message, with what its scheduler is in the workspace. Undefined where somebody else has
 * locked it, or has just sent it: no sender takes a later one before it is posted.
 */
const lockNextOf = (tx: Db, { workspaceId, channelId }: DueChannel) =>
  tx
    .selectFrom('scheduled_messages')
    .selectAll('scheduled_messages')
    .select(({ selectFrom }) =>
      selectFrom('gateway.people as scheduler')
        .select('scheduler.role')
        .where('scheduler.workspace_id', '=', workspaceId)
        .whereRef('scheduler.user_id', '=', 'scheduled_messages.scheduled_by')
        .as('scheduler_role'),
    )
    .where('scheduled_messages.workspace_id', '=', workspaceId)
    .where('scheduled_messages.id', '=', ({ selectFrom }) =>
      selectFrom('scheduled_messages')
        .select('scheduled_messages.id')
        .where('scheduled_messages.workspace_id', '=', workspaceId)
        .where('scheduled_messages.channel_id', '=', channelId)
        .where(isPending)
        .where(isDue)
        .orderBy('scheduled_messages.send_at')
        .orderBy('scheduled_messages.id')
        .limit(sql.lit(1)),
    )
    // Asked again of the row as it is once it is locked.
    .where(isPending)
    .where(isDue)
    .forUpdate('scheduled_messages')
    .skipLocked()
    .executeTakeFirst()

interface Posting {
  attempt: Attempt
  messageId?: string
  hasJoined?: boolean
  error?: unknown
}

/** Posts it if that is allowed. A refusal or an error is rolled back alone, and the transaction continues. */
async function postScheduled(
  tx: Db,
  scheduled: ScheduledRow & { scheduler_role: WorkspaceRole | null },
): Promise<Posting> {
  const { user_id: userId, scheduled_by: scheduledBy, scheduler_role: scheduler } = scheduled
  if (!mayStillPost({ userId, scheduledBy }, scheduler)) return { attempt: 'forbidden' }
  try {
    const insertion = await subtransaction(
      tx,
      (inner) => insertUnlessLeft(inner, scheduled),
      ({ outcome }) => outcome === 'posted',
    )
    if (insertion.outcome === 'posted')
      return { attempt: 'posted', messageId: insertion.message.id, hasJoined: insertion.joined }
    if (insertion.outcome === 'not_found' && !(await isInWorkspace(tx, scheduled))) return { attempt: 'author_gone' }
    return { attempt: insertion.outcome }
  } catch (error) {
    return isMembershipLost(error) ? { attempt: 'left' } : { attempt: 'trouble', error }
  }
}

/**
 * `left`: posting has made the author a member again, or they let a twin speak without being one, and they have left
 * since they scheduled or last changed the message. Posting locks whoever joins, so a departure is seen here.
 */
async function insertUnlessLeft(tx: Db, scheduled: ScheduledRow): Promise<Insertion | { outcome: 'left' }> {
  const message = newMessageOf(scheduled)
  const insertion = await insertMessage(tx, message, scheduled.trace)
  if (insertion.outcome !== 'posted' || (!insertion.joined && !message.post.ai_twin_id)) return insertion
  const { workspace_id: workspaceId, channel_id: channelId, user_id: userId, updated_at: since } = scheduled
  const departure = await tx
    .selectFrom('channels.former_memberships as f')
    .select('f.ended_at')
    .where('f.workspace_id', '=', workspaceId)
    .where('f.channel_id', '=', channelId)
    .where('f.user_id', '=', userId)
    .where('f.ended_at', '>', since)
    .$if(!insertion.joined, (query) => query.where(({ not }) => not(isMember(scheduled))))
    .executeTakeFirst()
  return departure ? { outcome: 'left' } : insertion
}

const isInWorkspace = async (tx: Db, { workspace_id, user_id }: ScheduledRow): Promise<boolean> =>
  (await tx
    .selectFrom('gateway.people')
    .select('user_id')
    .where('workspace_id', '=', workspace_id)
    .where('user_id', '=', user_id)
    .executeTakeFirst()) !== undefined

function markOf(sending: SendingOutcome, { post }: ScheduledRow, messageId: string | undefined): Mark {
  switch (sending.outcome) {
    case 'sent':
      return {
        status: 'sent',
        message_id: messageId,
        done_at: sql<string>`now()`,
        updated_at: clockToTheMillisecond,
        // The message has the text from here on; who deletes it there finds no copy here.
        post: JSON.stringify(changedPost(post, { content: '', metadata: {}, mention_candidates: [] })),
        file_ids: [],
      }
    case 'later':
      return {
        tries: eb('scheduled_messages.tries', '+', 1),
        retry_at: sql<string>`clock_timestamp() + make_interval(secs => ${sending.retrySeconds})`,
      }
    case 'failed':
      return failedFor(sending.reason)
  }
}
