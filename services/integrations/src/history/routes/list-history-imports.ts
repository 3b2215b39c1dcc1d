import { listHistoryImports } from '@parley/contracts/connections/history'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { listImports } from '../../store/imports.ts'
import { historyResource } from '../resource.ts'

export const listHistoryImportsRoute = ({ db }: Context) =>
  route(listHistoryImports, async ({ params: { platform }, query: { before, limit }, caller: { workspaceId } }) => {
    const rows = await listImports(db, workspaceId, { platform, before, limit })
    return ok({ platform, jobs: rows.map(historyResource) })
  })
