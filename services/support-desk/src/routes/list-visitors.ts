import { listAgentVisitors, listTenantVisitors } from '@parley/contracts/desk/visitors'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { attributeFilter } from '../domain/attribute-values.ts'
import { foldedText } from '../domain/visitor-text.ts'
import { listAttributes } from '../store/attributes.ts'
import { countMatching, findVisitor, listVisitors, readVisitorStats, type VisitorFilter } from '../store/visitors.ts'

export const listTenantVisitorsRoute = ({ db }: Context) =>
  route(listTenantVisitors, async ({ query, caller }) => {
    const { search, isOnline, siteId, tags } = query
    const filter = { search: search ? foldedText(search) : undefined, isOnline, siteId, tags }
    return ok(await readPage(db, caller.workspaceId, filter, query))
  })

export const listAgentVisitorsRoute = ({ db }: Context) =>
  route(listAgentVisitors, async ({ query, caller }) => {
    const { search, isOnline } = query
    const filter = { nameSearch: search ? foldedText(search) : undefined, isOnline }
    return ok(await readPage(db, caller.workspaceId, filter, query))
  })

interface Paging {
  attribute?: string | undefined
  before?: string | undefined
  page: number
  limit: number
}

async function readPage(db: Db, workspaceId: string, others: VisitorFilter, query: Paging) {
  const { before, page, limit } = query
  if (before !== undefined && !(await findVisitor(db, workspaceId, before)))
    throw invalid('before', 'Must be a visitor of the workspace.')
  const attribute =
    query.attribute === undefined ? undefined : attributeFilter(await listAttributes(db, workspaceId), query.attribute)
  const filter = { ...others, attribute }
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const visitors = await listVisitors(db, workspaceId, filter, { before, offset: (page - 1) * limit, limit })
  const stats = await readVisitorStats(db, workspaceId)
  const total = isFiltered ? await countMatching(db, workspaceId, filter) : stats.total
  return { visitors, total, page, limit, stats }
}
