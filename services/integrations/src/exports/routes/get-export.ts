import { getExport } from '@parley/contracts/exports/exports'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { noSuchExport, requireOwnWorkspace } from '../../domain/refusals.ts'
import { exportFor, findExport } from '../store.ts'

export const getExportRoute = ({ db }: Context) =>
  route(getExport, async ({ params, caller: { workspaceId, userId } }) => {
    requireOwnWorkspace(params, workspaceId)
    const row = await findExport(db, { workspaceId, id: params.exportId })
    if (!row) throw noSuchExport()
    return ok({ success: true as const, data: exportFor(row, userId), meta: {} })
  })
