import { writeExport } from '@parley/contracts/exports/jobs'
import { ServiceError } from '@parley/kit/errors'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { type ExportRow, insertExport } from './store.ts'

/**
 * Begins an export.
 *
 * @throws ServiceError 409 where one of the workspace runs
 */
export async function beginExport(
  tx: Db,
  asked: { workspaceId: string; requestedBy: string; withFiles: boolean },
  trace: Trace,
): Promise<ExportRow> {
  const row = await insertExport(tx, asked)
  if (!row) throw new ServiceError('conflict', 'An export of the workspace is running.')
  await insertJob(tx, writeExport, { workspace_id: row.workspace_id, export_id: row.id }, trace)
  return row
}
