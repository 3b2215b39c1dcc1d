import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { type FailureReason, scheduledLimits } from '@parley/contracts/messages/scheduled-message'
import { subtransaction } from '@parley/kit/outbox'
import { type Expression, expressionBuilder, sql, type UpdateObject } from 'kysely'
import type { Db } from '../context.ts'
import { changedPost, type Insertion } from '../domain/posting.ts'
import { type Attempt, decideSending, mayStillPost, type SendingOutcome } from '../domain/scheduled.ts'
import type { DueChannel } from '../domain/turns.ts'
import type { DB } from '../schema.ts'
import { clockToTheMillisecond } from './draft-files.ts'
import { insertMessage, isMembershipLost, type Person } from './messages.ts'
import { newMessageOf, type ScheduledRow } from './scheduled.ts'

const { fn, eb } = expressionBuilder<DB, 'scheduled_messages'>()
const dueAt = fn<string>('greatest', ['scheduled_messages.send_at', 'scheduled_messages.retry_at'])
const isDue = eb(dueAt, '<=', fn<string>('clock_timestamp'))
/** A literal, so that plans made for any value use the index of those that wait. */
const isPending = eb('scheduled_messages.status', '=', sql.lit('pending'))

/** Channels with due messages that one reading finds: of a workspace, and in all. */
const maxOfWorkspace = 100
const maxFound = 10_000

/** Channels with due messages: first each workspace's that has waited longest, then each one's second, and so on. */
export const findDue = (db: Db): Promise<DueChannel[]> =>
  db
    .selectFrom(({ selectFrom }) =>
      selectFrom('scheduled_messages')
        .select(({ fn }) => [
          'workspace_id',
          'channel_id',
          fn.agg<string>('min', [dueAt]).as('due_at'),
          fn
            .agg<number>('row_number')
            .over((over) =>
              over
                .partitionBy('workspace_id')
                .orderBy(fn.agg<string>('min', [dueAt]))
                .orderBy('channel_id'),
            )
            .as('place'),
        ])
        .where(isPending)
        // Not clock_timestamp(), by which no index is read.
        .where(eb(dueAt, '<=', fn<string>('now')))
        .groupBy(['workspace_id', 'channel_id'])
        .as('due'),
    )
    .select(['due.workspace_id as workspaceId', 'due.channel_id as channelId'])
    .where('due.place', '<=', sql.lit(maxOfWorkspace))
    .orderBy('due.place')
    .orderBy('due.due_at')
    .limit(sql.lit(maxFound))
    .execute()

/** In how many milliseconds the next message will be due that is not yet. */
export async function findNextWaitMs(db: Db): Promise<number> {
  const next = await db
    .selectFrom('scheduled_messages')
    .select(sql<number>`ceil(extract(epoch from ${dueAt} - clock_timestamp()) * 1000)::float8`.as('waitMs'))
    .where(isPending)
    .where(eb(dueAt, '>', fn<string>('now')))
    .orderBy(dueAt)
    .limit(sql.lit(1))
    .executeTakeFirst()
  return next ? Math.max(next.waitMs, 0) : Number.POSITIVE_INFINITY
}

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

/** Whether a message's author is a member of its channel. */
const isMember = ({ workspace_id: workspaceId, channel_id: channelId, user_id: userId }: Author) =>
  eb.exists(
    eb
      .selectFrom('channels.memberships as s')
      .select('s.user_id')
      .where('s.workspace_id', '=', workspaceId)
      .where('s.channel_id', '=', channelId)
      .where('s.user_id', '=', userId),
  )

type Author = Pick<ScheduledRow, 'workspace_id' | 'channel_id' | 'user_id'>

const isInWorkspace = async (tx: Db, { workspace_id, user_id }: ScheduledRow): Promise<boolean> =>
  (await tx
    .selectFrom('gateway.people')
    .select('user_id')
    .where('workspace_id', '=', workspace_id)
    .where('user_id', '=', user_id)
    .executeTakeFirst()) !== undefined

type Mark = UpdateObject<DB, 'scheduled_messages'>

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

const failedFor = (reason: FailureReason | Expression<FailureReason>): Mark => ({
  status: 'failed',
  failure_reason: reason,
  done_at: sql<string>`now()`,
  updated_at: clockToTheMillisecond,
})

/** Fails whatever waits to be posted to a channel. */
export async function failScheduledOf(
  db: Db,
  workspaceId: string,
  channelId: string,
  reason: FailureReason,
): Promise<void> {
  await db
    .updateTable('scheduled_messages')
    .set(failedFor(reason))
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where(isPending)
    .execute()
}

/**
 * Fails what waits to be posted to a channel for someone who can no longer read it, or was a member of it after they
 * scheduled or last changed the message and is none now.
 */
export async function failScheduledOfLeaver(db: Db, { workspaceId, userId }: Person, channelId: string): Promise<void> {
  const canRead = eb.exists(
    eb
      .selectFrom('channels.access as a')
      .select('a.user_id')
      .where('a.workspace_id', '=', workspaceId)
      .where('a.channel_id', '=', channelId)
      .where('a.user_id', '=', userId),
  )
  const hasLeft = eb.exists(
    eb
      .selectFrom('channels.former_memberships as f')
      .select('f.user_id')
      .where('f.workspace_id', '=', workspaceId)
      .where('f.channel_id', '=', channelId)
      .where('f.user_id', '=', userId)
      .whereRef('f.ended_at', '>', 'scheduled_messages.updated_at'),
  )
  const author = { workspace_id: workspaceId, channel_id: channelId, user_id: userId }
  await db
    .updateTable('scheduled_messages')
    .set(
      failedFor(
        eb
          .case()
          .when(canRead)
          .then(sql.lit<FailureReason>('left_channel'))
          .else(sql.lit<FailureReason>('channel_not_found'))
          .end(),
      ),
    )
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .where(isPending)
    .where(({ and, not, or }) => or([not(canRead), and([hasLeft, not(isMember(author))])]))
    .execute()
}

/** Rows that one statement deletes. */
const maxDeleted = 500

/** Deletes up to 500 messages that were sent, or have failed, long enough ago; returns how many. */
export async function deleteSomeDone(db: Db): Promise<number> {
  const { sentKeptDays, failedKeptDays } = scheduledLimits
  return (await deleteSomeWith(db, 'sent', sentKeptDays)) + (await deleteSomeWith(db, 'failed', failedKeptDays))
}

/** They are found without a lock, and deleted by workspace. */
async function deleteSomeWith(db: Db, status: 'sent' | 'failed', days: number): Promise<number> {
  const isOver = eb.and([
    eb('scheduled_messages.status', '=', sql.lit(status)),
    eb('scheduled_messages.done_at', '<', sql<string>`now() - make_interval(days => ${days}::int)`),
  ])
  const found = await db
    .selectFrom((from) =>
      from
        .selectFrom('scheduled_messages')
        .select(['workspace_id', 'id'])
        .where(isOver)
        .orderBy('done_at')
        .limit(sql.lit(maxDeleted))
        .as('over'),
    )
    .select(({ fn }) => ['workspace_id', fn.agg<string[]>('array_agg', ['id']).as('ids')])
    .groupBy('workspace_id')
    .execute()
  let deleted = 0
  for (const { workspace_id: workspaceId, ids } of found) {
    const { numDeletedRows } = await db
      .deleteFrom('scheduled_messages')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('scheduled_messages')
          .select('scheduled_messages.id')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', sql<string>`any(${ids}::uuid[])`)
          .where(isOver)
          .forUpdate()
          .skipLocked(),
      )
      .executeTakeFirst()
    deleted += Number(numDeletedRows)
  }
  return deleted
}
