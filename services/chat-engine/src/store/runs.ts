import type { AnswerSource } from '@parley/contracts/chat/answer-source'
import type { RunTool } from '@parley/contracts/chat/runs'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Usage } from '../engines/engine.ts'
import type { AnswerFile, NewRun, RunEvent, RunRef } from '../runs/run.ts'

/** A run as it is stored. */
export type StoredRun = NonNullable<Awaited<ReturnType<typeof readRun>>>

/**
 * Stores a run that this process is about to begin, and locks its lease until the transaction ends.
 *
 * @returns its id; undefined when the lease is over
 */
export async function insertRun(tx: Db, leaseId: string, run: NewRun): Promise<string | undefined> {
  const { destination, workspaceId, userId, requestKey } = run
  // Of a run that has failed, or is older than keys are kept.
  if (requestKey !== null)
    await tx
      .updateTable('runs')
      .set({ idempotency_key: null, request_hash: null })
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .where('idempotency_key', '=', requestKey.key)
      .execute()
  const values = {
    workspace_id: workspaceId,
    user_id: userId,
    twin_id: run.twinId,
    retry_of: run.retryOf,
    question_id: run.questionId,
    idempotency_key: requestKey?.key ?? null,
    request_hash: requestKey?.hash ?? null,
    session_id: 'sessionId' in destination ? destination.sessionId : null,
    channel_id: 'channelId' in destination ? destination.channelId : null,
    thread_id: 'channelId' in destination ? destination.threadId : null,
    request: JSON.stringify(run.request),
    trace: JSON.stringify(run.trace),
  }
  const columns = Object.keys(values) as (keyof typeof values)[]
  const inserted = await tx
    .insertInto('runs')
    .columns([...columns, 'lease_id'])
    .expression((eb) =>
      eb
        .selectFrom('leases')
        .select([...columns.map((column) => eb.val(values[column]).as(column)), 'id'])
        .where('id', '=', leaseId)
        .forKeyShare(),
    )
    .returning('id')
    .executeTakeFirst()
  return inserted?.id
}

export async function readRun(db: Db, { workspaceId, id }: RunRef) {
  return db
    .selectFrom('runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** How a run ended. */
export interface RunEnd {
  status: 'done' | 'stopped' | 'failed'
  reply: string
  attachments: readonly AnswerFile[]
  model: string | null
  toolsUsed: readonly string[]
  tools: readonly RunTool[]
  /** What the reply names of what the tools have found. */
  sources: readonly AnswerSource[]
  confidence: number | null
  usage: Usage
  /** Why the answer ends where it does; null where the run failed. */
  stopReason: string | null
  error: { code: string; message: string } | null
}

/**
 * Ends a run of this process with its last event, in one statement, and locks the process's lease until the transaction
 * ends.
 *
 * @returns `over` when it has ended already, or is another process's; `lost` when the lease is over
 */
export async function endRun(
  tx: Db,
  leaseId: string,
  { workspaceId, id }: RunRef,
  end: RunEnd,
  last: RunEvent,
): Promise<'ended' | 'over' | 'lost'> {
  const { is_mine, is_ended } = await tx
    .with('lease', (make) => make.selectFrom('leases').select('id').where('id', '=', leaseId).forKeyShare())
    .with('ended', (make) =>
      make
        .updateTable('runs')
        .from('lease')
        .set({
          status: end.status,
          reply: end.reply,
          attachments: JSON.stringify(end.attachments),
          model: end.model,
          tools_used: [...end.toolsUsed],
          tools: JSON.stringify(end.tools),
          sources: JSON.stringify(end.sources),
          confidence: end.confidence,
          input_tokens: end.usage.inputTokens,
          output_tokens: end.usage.outputTokens,
          cache_read_tokens: end.usage.cacheReadTokens,
          cache_write_tokens: end.usage.cacheWriteTokens,
          stop_reason: end.stopReason,
          error_code: end.error?.code ?? null,
          error_message: end.error?.message ?? null,
          lease_id: null,
          ended_at: sql<string>`now()`,
        })
        .where('runs.workspace_id', '=', workspaceId)
        .where('runs.id', '=', id)
        .whereRef('runs.lease_id', '=', 'lease.id')
        .returning(['runs.workspace_id', 'runs.id']),
    )
    .with('last_event', (make) =>
      make
        .insertInto('run_events')
        .columns(['workspace_id', 'run_id', 'number', 'event', 'data'])
        .expression((eb) =>
          eb
            .selectFrom('ended')
            .select([
              'ended.workspace_id',
              'ended.id',
              eb.val(last.number).as('number'),
              eb.val(last.event).as('event'),
              eb.val(JSON.stringify(last.data)).as('data'),
            ]),
        ),
    )
    .selectNoFrom(({ exists, selectFrom }) => [
      exists(selectFrom('lease').select('id')).as('is_mine'),
      exists(selectFrom('ended').select('id')).as('is_ended'),
    ])
    .executeTakeFirstOrThrow()
  return is_ended ? 'ended' : is_mine ? 'over' : 'lost'
}

/**
 * Stores what runs of a process have used so far, in one statement. Runs that somebody else is about to change are passed
 * over.
 *
 * @returns the ids of those whose usage is stored
 */
export async function storeUsage(
  db: Db,
  leaseId: string,
  used: readonly { run: RunRef; model: string; usage: Usage }[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    with given as (
      select * from unnest(
        ${used.map(({ run }) => run.workspaceId)}::uuid[], ${used.map(({ run }) => run.id)}::uuid[],
        ${used.map(({ model }) => model)}::text[],
        ${used.map(({ usage }) => usage.inputTokens)}::bigint[], ${used.map(({ usage }) => usage.outputTokens)}::bigint[],
        ${used.map(({ usage }) => usage.cacheReadTokens)}::bigint[],
        ${used.map(({ usage }) => usage.cacheWriteTokens)}::bigint[]
      ) given (workspace_id, id, model, input, output, cache_read, cache_write)
    ), mine as (
      select r.workspace_id, r.id from runs r join given on r.workspace_id = given.workspace_id and r.id = given.id
      where r.lease_id = ${leaseId} for no key update of r skip locked
    )
    update runs r set model = given.model, input_tokens = given.input, output_tokens = given.output,
      cache_read_tokens = given.cache_read, cache_write_tokens = given.cache_write
    from mine join given on given.workspace_id = mine.workspace_id and given.id = mine.id
    where r.workspace_id = mine.workspace_id and r.id = mine.id
    returning r.id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Asks whichever process runs it to end a run; nothing happens to one that has ended. */
export async function requestStop(db: Db, { workspaceId, id }: RunRef): Promise<void> {
  await db
    .updateTable('runs')
    .set({ stop_requested_at: sql<string>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('stop_requested_at', 'is', null)
    .execute()
}

/** Runs of a twin, of a private conversation, or of a person in a channel. */
type RunsOf = { twin_id: string } | { session_id: string } | { channel_id: string; user_id: string }

/** As `requestStop`, of all that are under way; the runs. */
export async function requestStops(tx: Db, workspaceId: string, which: RunsOf): Promise<string[]> {
  const runs = await tx
    .updateTable('runs')
    .set({ stop_requested_at: sql<string>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where(({ and }) => and(which))
    .where('ended_at', 'is', null)
    .returning('id')
    .execute()
  return runs.map(({ id }) => id)
}

/** The runs of a process that are to be stopped. */
export async function findStopRequests(db: Db, leaseId: string): Promise<RunRef[]> {
  return db
    .selectFrom('runs')
    .select(['workspace_id as workspaceId', 'id'])
    .where('lease_id', '=', leaseId)
    .where('stop_requested_at', 'is not', null)
    .execute()
}

/** The text that a run had written when its process died, by its events. */
export async function readTextSoFar(db: Db, { workspaceId, id }: RunRef): Promise<string> {
  const { text } = await db
    .selectFrom('run_events')
    .select(sql<string | null>`string_agg(data->>'content', '' order by number)`.as('text'))
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', id)
    .where('event', '=', 'text_delta')
    .executeTakeFirstOrThrow()
  return text ?? ''
}

/**
 * Deletes the events of runs that ended a while ago; their replies are kept.
 *
 * @returns whether there may be more
 */
export async function trimEvents(db: Db, afterMs: number, limit = 200): Promise<boolean> {
  const { rows } = await sql<{ trimmed: number }>`
    with over as (
      select workspace_id, id from runs
      where ended_at < now() - ${afterMs} * interval '1 ms' and trimmed_at is null
      order by ended_at limit ${limit} for update skip locked),
    deleted as (
      delete from run_events e using over where e.workspace_id = over.workspace_id and e.run_id = over.id),
    trimmed as (
      update runs r set trimmed_at = now() from over
      where r.workspace_id = over.workspace_id and r.id = over.id returning 1),
    -- What was said in a private conversation is kept no longer than the conversation.
    orphaned as (
      update runs r set reply = null, attachments = '[]', tools = '[]', sources = '[]',
        request = r.request - 'message' - 'context' from over
      where r.workspace_id = over.workspace_id and r.id = over.id and r.session_id is not null and not exists (
        select from chat_sessions s where s.workspace_id = r.workspace_id and s.id = r.session_id)
      returning r.workspace_id, r.id),
    forgotten as (
      update approvals a set input = 'null' from orphaned
      where a.workspace_id = orphaned.workspace_id and a.run_id = orphaned.id)
    select count(*)::int as trimmed from trimmed`.execute(db)
  return rows[0]!.trimmed === limit
}

/** The run that a person began under a key of theirs in the last 24 hours, as long as keys are kept. */
export async function findRunOfKey(
  db: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  key: string,
): Promise<StoredRun | undefined> {
  return db
    .selectFrom('runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('idempotency_key', '=', key)
    .where('created_at', '>', sql<string>`now() - interval '24 hours'`)
    .executeTakeFirst()
}

/** Who reads runs. */
export interface Reader {
  workspaceId: string
  userId: string
}

/** The runs that a person can read: those in channels that they can read, and those of their own conversations. */
const readableRuns = (db: Db, { workspaceId, userId }: Reader) =>
  db
    .selectFrom('runs as r')
    .where('r.workspace_id', '=', workspaceId)
    .where(({ or, and, eb, exists, selectFrom }) =>
      or([
        and([
          eb('r.user_id', '=', userId),
          exists(
            selectFrom('chat_sessions as s')
              .select('s.id')
              .where('s.workspace_id', '=', workspaceId)
              .where('s.user_id', '=', userId)
              .whereRef('s.id', '=', 'r.session_id'),
          ),
        ]),
        exists(
          selectFrom('channels.access as a')
            .select('a.channel_id')
            .where('a.workspace_id', '=', workspaceId)
            .where('a.user_id', '=', userId)
            .whereRef('a.channel_id', '=', 'r.channel_id'),
        ),
      ]),
    )

/** A run that a person can read. */
export const findReadableRun = (db: Db, reader: Reader, id: string): Promise<StoredRun | undefined> =>
  readableRuns(db, reader).selectAll('r').where('r.id', '=', id).executeTakeFirst()

/** Whether a person can read a channel. */
export async function mayReadChannel(db: Db, { workspaceId, userId }: Reader, channelId: string): Promise<boolean> {
  const found = await db
    .selectFrom('channels.access')
    .select('channel_id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return found !== undefined
}

/** A run as it is shown: with its events while they are kept, and what the reader thinks of it. */
const withDetails = (query: ReturnType<typeof readableRuns>, { userId }: Reader) =>
  query
    .leftJoin('run_feedback as f', (join) =>
      join.onRef('f.workspace_id', '=', 'r.workspace_id').onRef('f.run_id', '=', 'r.id').on('f.user_id', '=', userId),
    )
    .selectAll('r')
    .select(({ selectFrom, fn }) => [
      'f.rating',
      'f.comment',
      selectFrom('run_events as e')
        .select(({ ref }) =>
          fn
            .agg<{ event: string; data: unknown }[]>('jsonb_agg', [
              sql`jsonb_build_object('event', ${ref('e.event')}, 'data', ${ref('e.data')})`,
            ])
            .orderBy(sql`${ref('e.number')}`)
            .as('events'),
        )
        .whereRef('e.workspace_id', '=', 'r.workspace_id')
        .whereRef('e.run_id', '=', 'r.id')
        .as('events'),
    ])

/** A run that a person can read, with its events while they are kept, and their opinion of it. */
export const readRunInDetail = (db: Db, reader: Reader, id: string) =>
  withDetails(readableRuns(db, reader), reader).where('r.id', '=', id).executeTakeFirst()

export type DetailedRun = NonNullable<Awaited<ReturnType<typeof readRunInDetail>>>

/** The runs under way in a channel, or of a person, newest first. */
export const listRunsUnderWay = (
  db: Db,
  reader: Reader,
  { channelId, before, limit }: { channelId: string | undefined; before: string | undefined; limit: number },
) =>
  withDetails(readableRuns(db, reader), reader)
    .where('r.ended_at', 'is', null)
    .$if(before !== undefined, (query) => query.where('r.id', '<', before!))
    .$if(channelId === undefined, (query) => query.where('r.user_id', '=', reader.userId))
    .$if(channelId !== undefined, (query) => query.where('r.channel_id', '=', channelId!))
    .orderBy('r.id', 'desc')
    .limit(limit)
    .execute()

/** Stores what a person thinks of a run. */
export async function storeFeedback(
  db: Db,
  { workspaceId, userId }: Reader,
  runId: string,
  { rating, comment }: { rating: 1 | -1; comment: string | null },
): Promise<void> {
  await db
    .insertInto('run_feedback')
    .values({ workspace_id: workspaceId, run_id: runId, user_id: userId, rating, comment })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'run_id', 'user_id'])
        .doUpdateSet((to) => ({ rating: to.ref('excluded.rating'), comment: to.ref('excluded.comment') })),
    )
    .execute()
}
