import { archiveLimits } from '@parley/contracts/imports/imports'
import { prepareImport } from '@parley/contracts/imports/jobs'
import { deleteFilesOfHolders } from '@parley/files/store/deletions'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import type { Context } from './context.ts'
import { startParts } from './jobs/start-parts.ts'
import type { DB } from './schema.ts'
import { findOutdated, setArchive, takeAbandoned } from './store/imports.ts'

const resumeEveryMs = 30_000
/** Longer than a job waits between two tries. */
const abandonedAfterSeconds = 180
const cleanEveryMs = 600_000
const atOnce = 100

/** Starts the jobs of imports again that have lost theirs, and removes archives that are not kept any more. */
export function keepImports({ db, archives, every }: Context & Pick<ServiceRuntime<DB>, 'every'>): void {
  every('resume-imports', resumeEveryMs, async () => {
    for (const row of await takeAbandoned(db, abandonedAfterSeconds, atOnce)) {
      const ref = { workspaceId: row.workspace_id, id: row.id }
      const trace = traceFrom(undefined, undefined)
      await transaction(db, async (tx) => {
        if (row.status === 'in_progress') await startParts(tx, row, trace)
        else await insertJob(tx, prepareImport, { workspace_id: ref.workspaceId, import_id: ref.id }, trace)
      })
    }
  })
  every('remove-archives', cleanEveryMs, async () => {
    for (const ref of await findOutdated(db, archiveLimits.keptDays, atOnce))
      await transaction(db, async (tx) => {
        await deleteFilesOfHolders(tx, { workspaceId: ref.workspaceId, holderIds: [ref.id] })
        await setArchive(tx, ref, null)
      })
    archives.sweep()
  })
}
