import { exportLimits } from '@parley/contracts/exports/exports'
import { writeExport } from '@parley/contracts/exports/jobs'
import { deleteFilesOfHolders } from '@parley/files/store/deletions'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import type { Context } from '../context.ts'
import type { DB } from '../schema.ts'
import { findOutdated, forgetArchive, takeAbandoned } from './store.ts'

const resumeEveryMs = 60_000
/** Longer than storing a whole archive takes, and than a job waits between two tries. */
const abandonedAfterSeconds = 900
const cleanEveryMs = 600_000
const atOnce = 100

/** Starts exports again that have lost their jobs, and removes archives that are not kept any more. */
export function keepExports({ db, archives, every }: Context & Pick<ServiceRuntime<DB>, 'every'>): void {
  every('resume-exports', resumeEveryMs, async () => {
    for (const { workspaceId, id } of await takeAbandoned(db, abandonedAfterSeconds, atOnce))
      await transaction(db, (tx) =>
        insertJob(tx, writeExport, { workspace_id: workspaceId, export_id: id }, traceFrom(undefined, undefined)),
      )
  })
  every('remove-exports', cleanEveryMs, async () => {
    for (const ref of await findOutdated(db, exportLimits.keptDays, atOnce))
      await transaction(db, async (tx) => {
        await deleteFilesOfHolders(tx, { workspaceId: ref.workspaceId, holderIds: [ref.id] })
        await forgetArchive(tx, ref)
      })
    archives.sweep()
  })
}
