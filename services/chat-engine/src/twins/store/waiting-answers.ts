import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../../context.ts'
import type { Place } from './channel-twins.ts'

/** A message to answer. */
export interface NewAnswer extends Place {
  messageId: string
  threadId: string | null
  seq: number
  userId: string
  hops: number
  isAsked: boolean
  /** Somebody of a connected platform asks, on behalf of the user. */
  isBridged: boolean
  /** When the message was written. */
  askedAt: string
  trace: Trace
}

/** What a channel or twin may be asked to answer. */
export interface AnswerLimits {
  /** In a minute in one channel, by one twin in all channels; ten times that in an hour. */
  perChannel: number
  perTwin: number
  /** Questions that wait for one twin in one channel. */
  waiting: number
}

/**
 * Has a message wait for its answer, once. What a twin was not asked waits only until something newer in the same place
 * does: the twin reads it before it answers that.
 *
 * @returns `limited` where the channel or the twin is asked too often; `known` where it was there already
 */
export async function enqueue(
  tx: Db,
  answer: NewAnswer,
  limits: AnswerLimits,
): Promise<'enqueued' | 'limited' | 'known'> {
  const { workspaceId, channelId, twinId, messageId, threadId, seq, isAsked } = answer
  // Two messages at once must not both be the last that is allowed.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`twin-answers:${channelId}`}, 0))`.execute(tx)
  // Raw: counts by several conditions over three indexes.
  const { rows } = await sql<Counts>`
    select of_channel.*, of_twin.*, in_place.*,
      exists (select from twin_answers where workspace_id = ${workspaceId} and message_id = ${messageId}
        and twin_id = ${twinId}) as known
    from
      (select count(*) filter (where created_at > now() - interval '1 minute')::int as channel,
         count(*)::int as channel_hour
       from twin_answers where workspace_id = ${workspaceId} and channel_id = ${channelId}
         and created_at > now() - interval '1 hour' and (run_id is not null or status = 'waiting')) of_channel,
      (select count(*) filter (where created_at > now() - interval '1 minute')::int as twin, count(*)::int as twin_hour
       from twin_answers where workspace_id = ${workspaceId} and twin_id = ${twinId}
         and created_at > now() - interval '1 hour' and (run_id is not null or status = 'waiting')) of_twin,
      (select count(*)::int as waiting,
         coalesce(bool_or(thread_id is not distinct from ${threadId} and seq > ${seq}), false) as is_overtaken
       from twin_answers where workspace_id = ${workspaceId} and channel_id = ${channelId} and twin_id = ${twinId}
         and status = 'waiting') in_place`.execute(tx)
  const counts = rows[0]!
  if (counts.known) return 'known'
  const isLimited =
    counts.channel >= limits.perChannel ||
    counts.channel_hour >= 10 * limits.perChannel ||
    counts.twin >= limits.perTwin ||
    counts.twin_hour >= 10 * limits.perTwin ||
    counts.waiting >= limits.waiting
  if (isLimited) return 'limited'
  await tx
    .updateTable('twin_answers')
    .set({ status: 'over' })
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('twin_id', '=', twinId)
    .where('status', '=', 'waiting')
    .where('is_asked', '=', false)
    .where('seq', '<', seq)
    .where(sql<boolean>`thread_id is not distinct from ${threadId}`)
    .execute()
  await tx
    .insertInto('twin_answers')
    .values({
      workspace_id: workspaceId,
      channel_id: channelId,
      twin_id: twinId,
      message_id: messageId,
      thread_id: threadId,
      seq,
      user_id: answer.userId,
      hops: answer.hops,
      is_asked: isAsked,
      is_bridged: answer.isBridged,
      status: !isAsked && counts.is_overtaken ? 'over' : 'waiting',
      asked_at: answer.askedAt,
      trace: JSON.stringify(answer.trace),
    })
    .execute()
  return 'enqueued'
}

type Counts = Record<'channel' | 'channel_hour' | 'twin' | 'twin_hour' | 'waiting', number> &
  Record<'known' | 'is_overtaken', boolean>

/** A message that waits for its answer, with what its run needs. */
export interface WaitingAnswer {
  messageId: string
  threadId: string | null
  userId: string
  isBridged: boolean
  askedAt: string
  trace: Trace
  /** Whether it has waited for too long. */
  isStale: boolean
}

/** What waits for a twin in a channel, the oldest message first, while it answers nothing there. */
export const findNext = (
  db: Db,
  { workspaceId, channelId, twinId }: Place,
  staleMs: number,
): Promise<WaitingAnswer | undefined> =>
  db
    .selectFrom('twin_answers as w')
    .select([
      'w.message_id as messageId',
      'w.thread_id as threadId',
      'w.user_id as userId',
      'w.is_bridged as isBridged',
      'w.asked_at as askedAt',
      'w.trace',
      sql<boolean>`w.created_at < now() - ${staleMs} * interval '1 ms'`.as('isStale'),
    ])
    .where('w.workspace_id', '=', workspaceId)
    .where('w.channel_id', '=', channelId)
    .where('w.twin_id', '=', twinId)
    .where('w.status', '=', 'waiting')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('twin_answers as r')
            .select('r.message_id')
            .where('r.workspace_id', '=', workspaceId)
            .where('r.channel_id', '=', channelId)
            .where('r.twin_id', '=', twinId)
            .where('r.status', '=', 'running'),
        ),
      ),
    )
    .orderBy('w.seq')
    .limit(1)
    .executeTakeFirst()

/**
 * Gives a waiting answer to a run, in the transaction that begins it.
 *
 * @returns false where it waits no more, or the twin answers something else in the channel
 */
export async function claimAnswer(
  tx: Db,
  { workspaceId, channelId, twinId }: Place,
  { messageId, runId }: { messageId: string; runId: string },
): Promise<boolean> {
  // Of two replicas that want to begin something, the second waits here, and finds the first's.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`twin:${channelId}:${twinId}`}, 0))`.execute(tx)
  const running = await tx
    .selectFrom('twin_answers')
    .select('message_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('twin_id', '=', twinId)
    .where('status', '=', 'running')
    .executeTakeFirst()
  if (running) return false
  const { numUpdatedRows } = await tx
    .updateTable('twin_answers')
    .set({ status: 'running', run_id: runId })
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .where('twin_id', '=', twinId)
    .where('status', '=', 'waiting')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The places where something waits and nothing is being answered: of all workspaces, since any replica begins it. */
export async function findPlacesToBegin(db: Db, limit = 100): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select distinct w.workspace_id as "workspaceId", w.channel_id as "channelId", w.twin_id as "twinId"
    from twin_answers w
    where w.status = 'waiting' and not exists (
      select from twin_answers r where r.workspace_id = w.workspace_id and r.channel_id = w.channel_id
        and r.twin_id = w.twin_id and r.status = 'running')
    limit ${limit}`.execute(db)
  return rows
}
