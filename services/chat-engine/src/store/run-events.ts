import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { LoggedEvent } from '../runs/log.ts'
import type { RunEvent, RunRef } from '../runs/run.ts'
import type { ToolEvent } from '../runs/tool-events.ts'

/**
 * Stores events of runs of a process, in one statement. Those that are stored already, by an attempt whose answer was lost,
 * are left as they are.
 *
 * @returns false when the process's lease is over; then nothing is stored
 */
export async function storeEvents(db: Db, leaseId: string, events: readonly LoggedEvent[]): Promise<boolean> {
  const { rows } = await sql<{ is_mine: boolean }>`
    with lease as materialized (select from leases where id = ${leaseId} for key share),
    stored as (
      insert into run_events (workspace_id, run_id, number, event, data)
      select workspace_id, run_id, number, event, data::jsonb
      from lease, unnest(
        ${events.map(({ run }) => run.workspaceId)}::uuid[], ${events.map(({ run }) => run.id)}::uuid[],
        ${events.map(({ number }) => number)}::int[], ${events.map(({ event }) => event)}::text[],
        ${events.map(({ data }) => JSON.stringify(data))}::text[]
      ) given (workspace_id, run_id, number, event, data)
      on conflict do nothing)
    select exists (select from lease) as is_mine`.execute(db)
  return rows[0]!.is_mine
}

/** The number of the last event of a run; 0 if it has none. */
export async function readLastNumber(db: Db, { workspaceId, id }: RunRef): Promise<number> {
  const { last } = await db
    .selectFrom('run_events')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', id)
    .executeTakeFirstOrThrow()
  return last ?? 0
}

/** The events of a run that are about its calls of tools, in order. */
export const readToolEvents = (db: Db, { workspaceId, id }: RunRef): Promise<ToolEvent[]> =>
  db
    .selectFrom('run_events')
    .select(['event', 'data'])
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', id)
    .where('event', 'like', 'tool\\_%')
    .orderBy('number')
    .execute()

/** The events of runs after a number each, in order; at most `limit` in all. One query, however many runs. */
export async function readEvents(
  db: Db,
  wanted: readonly { run: RunRef; after: number }[],
  limit: number,
): Promise<{ runId: string; event: RunEvent }[]> {
  const { rows } = await sql<RunEvent & { run_id: string }>`
    select e.run_id, e.number, e.event, e.data
    from unnest(
      ${wanted.map(({ run }) => run.workspaceId)}::uuid[], ${wanted.map(({ run }) => run.id)}::uuid[],
      ${wanted.map(({ after }) => after)}::int[]
    ) wanted (workspace_id, run_id, after)
    join run_events e on e.workspace_id = wanted.workspace_id and e.run_id = wanted.run_id and e.number > wanted.after
    order by e.run_id, e.number
    limit ${limit}`.execute(db)
  return rows.map(({ run_id, ...event }) => ({ runId: run_id, event }))
}
