import { rooms } from '@parley/contracts/event'
import { importProgress } from '@parley/contracts/imports/events'
import { ImportSummary } from '@parley/contracts/imports/import'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { findImport, type ImportRef, summaryOf } from '../store/imports.ts'
import { listAdmins } from '../store/people.ts'

/** Publishes how far an import is, to the workspace's owners and admins. */
export async function publishProgress(tx: Db, ref: ImportRef, trace: Trace): Promise<void> {
  const { workspaceId } = ref
  const row = await findImport(tx, ref)
  if (!row) return
  const admins = await listAdmins(tx, workspaceId)
  await insertEvents(
    tx,
    [
      {
        event: importProgress,
        workspaceId,
        rooms: admins.map((userId) => rooms.user(workspaceId, userId)),
        data: ImportSummary.parse(summaryOf(row)),
      },
    ],
    trace,
  )
}
