import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Usage } from '../engines/engine.ts'
import type { NewRun, RunRef } from '../runs/run.ts'

/** A run as it is stored. */
export type StoredRun = NonNullable<Awaited<ReturnType<typeof readRun>>>

/** Stores a run that this process is about to begin, and returns its id. */
export async function insertRun(tx: Db, leaseId: string, run: NewRun): Promise<string> {
  const { destination } = run
  const { id } = await tx
    .insertInto('runs')
    .values({
      workspace_id: run.workspaceId,
      user_id: run.userId,
      session_id: 'sessionId' in destination ? destination.sessionId : null,
      channel_id: 'channelId' in destination ? destination.channelId : null,
      thread_id: 'channelId' in destination ? destination.threadId : null,
      request: JSON.stringify(run.request),
      lease_id: leaseId,
      trace: run.trace && JSON.stringify(run.trace),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
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
  model: string | null
  toolsUsed: readonly string[]
  confidence: number | null
  usage: Usage
  /** Why the answer ends where it does; null where the run failed. */
  stopReason: string | null
  error: { code: string; message: string } | null
}

/**
 * Ends a run of this process, whose lease the transaction has locked.
 *
 * @returns false when it has ended already, or is another process's
 */
export async function endRun(tx: Db, leaseId: string, { workspaceId, id }: RunRef, end: RunEnd): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('runs')
    .set({
      status: end.status,
      reply: end.reply,
      model: end.model,
      tools_used: [...end.toolsUsed],
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
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('lease_id', '=', leaseId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Stores which message the answer of a run became. */
export async function setReplyMessage(tx: Db, { workspaceId, id }: RunRef, messageId: string): Promise<void> {
  await tx
    .updateTable('runs')
    .set({ reply_message_id: messageId })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
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
      where r.workspace_id = over.workspace_id and r.id = over.id returning 1)
    select count(*)::int as trimmed from trimmed`.execute(db)
  return rows[0]!.trimmed === limit
}
