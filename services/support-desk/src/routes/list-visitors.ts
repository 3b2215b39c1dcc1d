import { listTenantVisitors } from '@parley/contracts/desk/visitors'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { foldedText } from '../domain/visitor-text.ts'
import { countMatching, findVisitor, listVisitors, readVisitorStats } from '../store/visitors.ts'

export const listVisitorsRoute = ({ db }: Context) =>
  route(listTenantVisitors, async ({ query, caller: { workspaceId } }) => {
    const { search, isOnline, siteId, tags, before, page, limit } = query
    if (before !== undefined && !(await findVisitor(db, workspaceId, before)))
      throw invalid('before', 'Must be a visitor of the workspace.')
    const filter = { search: search ? foldedText(search) : undefined, isOnline, siteId, tags }
    const isFiltered = Object.values(filter).some((value) => value !== undefined)
    const visitors = await listVisitors(db, workspaceId, filter, { before, offset: (page - 1) * limit, limit })
    const stats = await readVisitorStats(db, workspaceId)
    const total = isFiltered ? await countMatching(db, workspaceId, filter) : stats.total
    return ok({ visitors, total, page, limit, stats })
  })
