import { listImports } from '@parley/contracts/imports/imports'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { requireOwnWorkspace } from '../domain/refusals.ts'
import { listImports as list, summaryOf } from '../store/imports.ts'

export const listImportsRoute = ({ db }: Context) =>
  route(listImports, async ({ params, query: { before, limit }, caller: { workspaceId } }) => {
    requireOwnWorkspace(params, workspaceId)
    const rows = await list(db, workspaceId, { before, limit })
    return ok({ success: true as const, data: rows.map(summaryOf), meta: {} })
  })
