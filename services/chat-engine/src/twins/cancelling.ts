import type { Db } from '../context.ts'
import { requestStop } from '../store/runs.ts'
import { type Cancelled, cancelRunning, cancelWaiting, findRunsOf } from './store/ended-answers.ts'

/**
 * Cancels answers, in a transaction: what waits is not begun, what is being written is to be stopped, and not posted.
 *
 * @returns the runs that are to be stopped
 */
export async function cancel(tx: Db, workspaceId: string, which: Cancelled): Promise<string[]> {
  await cancelWaiting(tx, workspaceId, which)
  // Runs before answers, as in the transaction that ends a run.
  const runs = await findRunsOf(tx, workspaceId, which)
  for (const id of runs) await requestStop(tx, { workspaceId, id })
  await cancelRunning(tx, workspaceId, runs)
  return runs
}
