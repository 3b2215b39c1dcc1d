import { finishImport, importHistoryPart, importPart } from '@parley/contracts/imports/jobs'
import { childJob } from '@parley/kit/jobs'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { listPendingParts } from '../store/import-parts.ts'
import type { ImportRow } from '../store/imports.ts'

/** Starts a job for each part that is still to be read, and one that ends the import after them. */
export async function startParts(
  tx: Db,
  { workspace_id, id, kind }: Pick<ImportRow, 'workspace_id' | 'id' | 'kind'>,
  trace: Trace,
): Promise<void> {
  const of = { workspace_id, import_id: id }
  const partJob = kind === 'history' ? importHistoryPart : importPart
  const pending = await listPendingParts(tx, { workspaceId: workspace_id, id })
  await insertJob(tx, finishImport, of, trace, {
    children: pending.map((part) => childJob(partJob, { ...of, part })),
  })
}
