import { finishPurge, purgeJobs } from '@parley/contracts/identity/purging'
import { jobs } from '@parley/contracts/jobs'
import { transaction } from '@parley/kit/outbox'
import { countPurged, purgeRows } from '@parley/kit/purge/purge'
import * as z from 'zod'
import type { GatewayContext } from '../context.ts'
import { queuePurge } from './begin.ts'
import { deleteWorkspaceRow, isRunning } from './store.ts'

const purgeNames: ReadonlySet<string> = new Set(purgeJobs.map(({ name }) => name))
/** Every job of the platform but those that purge. */
const otherJobs = jobs.filter(({ name }) => !purgeNames.has(name))

const OfWorkspace = z.object({ workspace_id: z.string() })

/** What says how a deletion went, and outlives its workspace. */
const receiptTables = ['workspace_deletions', 'purged_copies']

/** Erases a workspace's jobs from Redis once the services have purged it, has them look again, and ends with its own rows. */
export const workFinishPurge = (ctx: GatewayContext): void =>
  ctx.work(finishPurge, async ({ workspace_id: workspaceId, is_last: isLast }, { trace, signal }) => {
    const { db } = ctx
    if (!(await isRunning(db, workspaceId))) return
    const isAbout = (payload: unknown) => OfWorkspace.safeParse(payload).data?.workspace_id === workspaceId
    const purge = { service: 'gateway', workspaceId } as const
    const erased = await ctx.eraseJobs(otherJobs, isAbout, signal, { done: true })
    if (erased > 0) await transaction(db, (tx) => countPurged(tx, purge, 'jobs', erased))
    if (!isLast) {
      await transaction(db, (tx) => queuePurge(tx, workspaceId, { isLast: true }, trace))
      return
    }
    await purgeRows(db, { ...purge, signal, except: receiptTables })
    await transaction(db, (tx) => deleteWorkspaceRow(tx, workspaceId))
  })
