import { finishPurge, servicePurges } from '@parley/contracts/identity/purging'
import { childJob } from '@parley/kit/jobs'
import { insertJob, transaction } from '@parley/kit/outbox'
import { countPurged } from '@parley/kit/purge/purge'
import { type Trace, traceFrom } from '@parley/kit/trace'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import { applyAccessChanges, recordAccessChanges } from '../identity/access.ts'
import { beginDeletion, deleteSomeMembers, listDue, noteQueued } from './store.ts'

const lookEveryMs = 10_000

/**
 * Begins the deletion of workspaces whose grace is over, and goes on with those whose jobs were lost: everybody is put out,
 * then each service deletes what it has.
 */
export function deleteDueWorkspaces(ctx: GatewayContext): void {
  ctx.every('delete-due-workspaces', lookEveryMs, async (signal) => {
    for (const workspaceId of await listDue(ctx.db)) {
      if (!(await beginDeletion(ctx.db, workspaceId))) continue
      const trace = traceFrom(undefined, undefined)
      await endAccess(ctx, workspaceId, trace, signal)
      await transaction(ctx.db, (tx) => queuePurge(tx, workspaceId, { isLast: false }, trace))
    }
  })
}

/** Has every service delete what it has of a workspace, side by side, and the gateway go on when all have. */
export async function queuePurge(
  tx: Db,
  workspaceId: string,
  { isLast }: { isLast: boolean },
  trace: Trace,
): Promise<void> {
  const children = servicePurges.map((job) => childJob(job, { workspace_id: workspaceId }))
  await insertJob(tx, finishPurge, { workspace_id: workspaceId, is_last: isLast }, trace, { children })
  await noteQueued(tx, workspaceId)
}

/** Ends all memberships, with sessions, keys and open sockets; their holders keep their accounts. */
async function endAccess(ctx: GatewayContext, workspaceId: string, trace: Trace, signal: AbortSignal): Promise<void> {
  for (let isDone = false; !isDone; ) {
    signal.throwIfAborted()
    const changes = await transaction(ctx.db, async (tx) => {
      const userIds = await deleteSomeMembers(tx, workspaceId)
      const ended = userIds.map((userId) => ({ workspaceId, userId }))
      await recordAccessChanges(tx, ended, trace)
      if (ended.length > 0) await countPurged(tx, { service: 'gateway', workspaceId }, 'members', ended.length)
      return ended
    })
    await applyAccessChanges(ctx, changes)
    isDone = changes.length === 0
  }
}
