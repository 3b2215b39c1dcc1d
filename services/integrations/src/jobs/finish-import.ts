import { finishImport } from '@parley/contracts/imports/jobs'
import { Postpone } from '@parley/kit/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from '../context.ts'
import { publishProgress } from '../imports/publish-progress.ts'
import type { DB } from '../schema.ts'
import { compareDays, sumDays } from '../store/import-days.ts'
import { listPendingParts, reopenGaps } from '../store/import-parts.ts'
import { endImport, findImport, lockImport, markRepaired, touchImport } from '../store/imports.ts'
import { startParts } from './prepare-import.ts'

const turnMs = 60_000
/** What one statement compares. */
const compared = { maxDays: 400, maxMessages: 50_000 }

/** Compares what an import has stored with its archive, has the days that differ imported again, once, and ends it. */
export const workFinishImport = ({ db, work }: Context & Pick<ServiceRuntime<DB>, 'work'>): void =>
  work(finishImport, async ({ workspace_id: workspaceId, import_id: id }, { signal, trace }) => {
    const ref = { workspaceId, id }
    const began = Date.now()
    const row = await findImport(db, ref)
    // Where another job is still reading a part, it has an end of its own behind it.
    if (row?.status !== 'in_progress' || (await listPendingParts(db, ref)).length > 0) return
    while (await compareDays(db, ref, `import:${row.kind}:`, compared)) {
      signal.throwIfAborted()
      await touchImport(db, ref)
      if (Date.now() - began > turnMs) throw new Postpone(0)
    }
    await transaction(db, async (tx) => {
      const locked = await lockImport(tx, ref)
      if (locked?.status !== 'in_progress') return
      if (!locked.is_repaired && (await reopenGaps(tx, ref)) > 0) {
        await markRepaired(tx, ref)
        await startParts(tx, ref, trace)
        return
      }
      await sumDays(tx, ref)
      await endImport(tx, ref, { status: 'completed' })
      await publishProgress(tx, ref, trace)
    })
  })
