import { listExports } from '@parley/contracts/exports/exports'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { requireOwnWorkspace } from '../../domain/refusals.ts'
import { listExports as list, summaryOf } from '../store.ts'

export const listExportsRoute = ({ db }: Context) =>
  route(listExports, async ({ params, query: { before, limit }, caller: { workspaceId } }) => {
    requireOwnWorkspace(params, workspaceId)
    const rows = await list(db, workspaceId, { before, limit })
    return ok({ success: true as const, data: rows.map(summaryOf), meta: {} })
  })
