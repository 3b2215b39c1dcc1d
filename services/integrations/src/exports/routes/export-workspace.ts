import { exportWorkspace } from '@parley/contracts/exports/exports'
import { recordAct } from '@parley/kit/audit'
import { transaction } from '@parley/kit/outbox'
import { accepted, ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { requireOwnWorkspace } from '../../domain/refusals.ts'
import { beginExport } from '../begin-export.ts'
import { type ExportRow, exportFor, findNewest, isRunning, lockExports } from '../store.ts'

export const exportWorkspaceRoute = ({ db }: Context) =>
  route(exportWorkspace, async (request) => {
    const { params, caller, trace } = request
    const { workspaceId, userId } = caller
    requireOwnWorkspace(params, workspaceId)
    const newest = await findNewest(db, workspaceId, userId)
    const row = isThere(newest)
      ? newest
      : await transaction(db, async (tx) => {
          await lockExports(tx, workspaceId)
          // Another call may have begun one meanwhile.
          const now = await findNewest(tx, workspaceId, userId)
          if (isThere(now)) return now
          const begun = await beginExport(tx, { workspaceId, requestedBy: userId, withFiles: true }, trace)
          await recordAct(tx, request, begun, {})
          return begun
        })
    const body = { success: true as const, data: exportFor(row, userId), meta: {} }
    return isRunning(row) ? accepted(body) : ok(body)
  })

/** Whether it runs, has failed, or its archive is kept. */
const isThere = (row: ExportRow | undefined): row is ExportRow =>
  row !== undefined && (row.status !== 'completed' || row.archive !== null)
