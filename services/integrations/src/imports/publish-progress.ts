import { importProgress } from '@parley/contracts/imports/events'
import { ImportSummary } from '@parley/contracts/imports/import'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { publishToAdmins } from '../publish-to-admins.ts'
import { findImport, type ImportRef, summaryOf } from '../store/imports.ts'

/** Publishes how far an import is, to the workspace's owners and admins. */
export async function publishProgress(tx: Db, ref: ImportRef, trace: Trace): Promise<void> {
  const row = await findImport(tx, ref)
  if (!row) return
  const data = ImportSummary.parse(summaryOf(row))
  await publishToAdmins(tx, { event: importProgress, workspaceId: ref.workspaceId, data }, trace)
}
