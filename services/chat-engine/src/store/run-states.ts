import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { RunRef } from '../runs/run.ts'

/**
 * Has a run of this process wait, and stores what it has done so far.
 *
 * @returns false when it is another process's, or has ended
 */
export async function suspendRun(
  tx: Db,
  leaseId: string,
  { workspaceId, id }: RunRef,
  state: unknown,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('runs')
    .set({ status: 'waiting' })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('lease_id', '=', leaseId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await tx
    .insertInto('run_states')
    .values({ workspace_id: workspaceId, run_id: id, state: JSON.stringify(state) })
    .execute()
  return true
}

/**
 * Ends the wait of a run of this process. From now on it is not resumed: what it was waiting to do may be done once only.
 *
 * @returns false when it is another process's, or has ended
 */
export async function continueRun(db: Db, leaseId: string, { workspaceId, id }: RunRef): Promise<boolean> {
  const { rows } = await sql<{ is_mine: boolean }>`
    with continued as (
      update runs set status = 'running'
      where workspace_id = ${workspaceId} and id = ${id} and lease_id = ${leaseId} and status = 'waiting'
      returning 1),
    forgotten as (
      delete from run_states
      where workspace_id = ${workspaceId} and run_id = ${id} and exists (select from continued))
    select exists (select from continued) as is_mine`.execute(db)
  return rows[0]!.is_mine
}

/** What a run that waits had done; undefined where it waits for nothing. */
export async function readRunState<State>(db: Db, { workspaceId, id }: RunRef): Promise<State | undefined> {
  const found = await db
    .selectFrom('run_states')
    .select('state')
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', id)
    .executeTakeFirst()
  return found?.state as State | undefined
}

/** Deletes what runs had done that were stopped, or ended otherwise, while they waited. */
export async function deleteEndedStates(db: Db): Promise<void> {
  await sql`
    delete from run_states s using runs r
    where r.workspace_id = s.workspace_id and r.id = s.run_id and r.ended_at is not null`.execute(db)
}
