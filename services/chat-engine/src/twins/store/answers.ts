import type { ParticipationMode } from '@parley/contracts/channels/channel'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../../context.ts'

/** A twin's place in a channel. */
export interface Place {
  workspaceId: string
  channelId: string
  twinId: string
}

/** A twin of a channel, as a message finds it there. */
export interface ChannelTwin {
  twinId: string
  handleKey: string
  mode: ParticipationMode
}

/** The twins that are assigned to a channel. */
export const findChannelTwins = (db: Db, workspaceId: string, channelId: string): Promise<ChannelTwin[]> =>
  db
    .selectFrom('channels.twins as assigned')
    .innerJoin('twins as t', (join) =>
      join.onRef('t.workspace_id', '=', 'assigned.workspace_id').onRef('t.id', '=', 'assigned.ai_twin_id'),
    )
    .select(['t.id as twinId', 't.handle_key as handleKey', 'assigned.participation_mode as mode'])
    .where('assigned.workspace_id', '=', workspaceId)
    .where('t.workspace_id', '=', workspaceId)
    .where('assigned.channel_id', '=', channelId)
    .orderBy('assigned.assigned_at')
    .execute()

/** The twin whose answer a message is; null where it is none. */
export async function findTwinOfReply(db: Db, workspaceId: string, messageId: string): Promise<string | null> {
  const run = await db
    .selectFrom('runs')
    .select('twin_id')
    .where('workspace_id', '=', workspaceId)
    .where('reply_message_id', '=', messageId)
    .executeTakeFirst()
  return run?.twin_id ?? null
}

/** A message to answer. */
export interface NewAnswer extends Place {
  messageId: string
  threadId: string | null
  seq: number
  userId: string
  hops: number
  isAsked: boolean
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

/** Ends the answer that a run was writing, and returns it, if the run was begun for a message of a channel's. */
export const endAnswerOfRun = (tx: Db, workspaceId: string, runId: string) =>
  tx
    .updateTable('twin_answers')
    .set({ status: 'over' })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .where('status', '=', 'running')
    .returning(['hops', 'is_cancelled', 'context_changed'])
    .executeTakeFirst()

/** Ends answers that are being written by no run any more: as long as one is, its twin begins no other in the channel. */
export async function endAbandonedAnswers(db: Db): Promise<void> {
  await sql`
    update twin_answers a set status = 'over'
    where a.status = 'running' and not exists (
      select from runs r where r.workspace_id = a.workspace_id and r.id = a.run_id and r.ended_at is null)`.execute(db)
}

/** Ends an answer that never began. */
export async function endAnswer(
  tx: Db,
  { workspaceId, messageId, twinId }: { workspaceId: string; messageId: string; twinId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('twin_answers')
    .set({ status: 'over' })
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .where('twin_id', '=', twinId)
    .where('status', '<>', 'over')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Notes that something that a run had read is another by now, or gone. */
export async function markContextChanged(db: Db, workspaceId: string, runId: string): Promise<void> {
  await db
    .updateTable('twin_answers')
    .set({ context_changed: true })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .where('context_changed', '=', false)
    .execute()
}

/** Which answers are to be cancelled. */
export type Cancelled =
  | { channelId: string; twinId?: string; userId?: string }
  | { twinId: string }
  | { messageId: string }

const answersIn = (
  which: Cancelled,
): { channel_id?: string; twin_id?: string; user_id?: string; message_id?: string } => ({
  ...('userId' in which && which.userId !== undefined && { user_id: which.userId }),
  ...('channelId' in which && { channel_id: which.channelId }),
  ...('twinId' in which && which.twinId !== undefined && { twin_id: which.twinId }),
  ...('messageId' in which && { message_id: which.messageId }),
})

/** Ends answers that are not begun yet. */
export async function cancelWaiting(tx: Db, workspaceId: string, which: Cancelled): Promise<void> {
  await tx
    .updateTable('twin_answers')
    .set({ status: 'over', is_cancelled: true })
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'waiting')
    .where((of) => of.and(answersIn(which)))
    .execute()
}

/** The runs of answers that are being written. */
export async function findRunsOf(tx: Db, workspaceId: string, which: Cancelled): Promise<string[]> {
  const running = await tx
    .selectFrom('twin_answers')
    .select('run_id')
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'running')
    .where((of) => of.and(answersIn(which)))
    .execute()
  return running.flatMap(({ run_id }) => run_id ?? [])
}

/** Has what runs are writing posted nowhere, if they have not ended. */
export async function cancelRunning(tx: Db, workspaceId: string, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return
  await tx
    .updateTable('twin_answers')
    .set({ is_cancelled: true })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', 'in', [...runIds])
    .where('status', '=', 'running')
    .execute()
}

/** Whether a twin may answer a person in a channel: it is assigned there, they are a member, and it is not archived. */
export async function mayAnswer(db: Db, { workspaceId, channelId, twinId }: Place, userId: string): Promise<boolean> {
  const found = await db
    .selectFrom('channels.twins as t')
    .innerJoin('channels.access as a', (join) =>
      join.onRef('a.workspace_id', '=', 't.workspace_id').onRef('a.channel_id', '=', 't.channel_id'),
    )
    .select('t.ai_twin_id')
    .where('t.workspace_id', '=', workspaceId)
    .where('t.channel_id', '=', channelId)
    .where('t.ai_twin_id', '=', twinId)
    .where('a.workspace_id', '=', workspaceId)
    .where('a.user_id', '=', userId)
    .where('a.is_member', '=', true)
    .where('a.is_archived', '=', false)
    .executeTakeFirst()
  return found !== undefined
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

/**
 * Deletes answers that are over for a day: by then no message of theirs is answered, being too old.
 *
 * @returns whether there may be more
 */
export async function deleteOldAnswers(db: Db, limit = 1_000): Promise<boolean> {
  const { rows } = await sql`
    delete from twin_answers a using (
      select workspace_id, message_id, twin_id from twin_answers
      where status = 'over' and created_at < now() - interval '1 day' order by created_at limit ${limit}) old
    where a.workspace_id = old.workspace_id and a.message_id = old.message_id and a.twin_id = old.twin_id
    returning 1`.execute(db)
  return rows.length === limit
}
