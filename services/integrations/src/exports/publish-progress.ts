import { exportProgress } from '@parley/contracts/exports/events'
import { ExportSummary } from '@parley/contracts/exports/export'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { publishToAdmins } from '../publish-to-admins.ts'
import { type ExportRow, summaryOf } from './store.ts'

/** Publishes how far an export is, to the workspace's owners and admins. */
export const publishProgress = (tx: Db, row: ExportRow, trace: Trace): Promise<void> =>
  publishToAdmins(
    tx,
    { event: exportProgress, workspaceId: row.workspace_id, data: ExportSummary.parse(summaryOf(row)) },
    trace,
  )
