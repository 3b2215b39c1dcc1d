import { listAgentVisitors, listTenantVisitors, maxVisitorTotal } from '@parley/contracts/desk/visitors'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { attributeFilter } from '../domain/attribute-values.ts'
import { foldedText } from '../domain/visitor-text.ts'
import { listAttributes } from '../store/attributes.ts'
import { matchVisitors, type VisitorSearch } from '../store/visitor-search.ts'
import { countMatching, findVisitor, listVisitors, readVisitorStats, type VisitorFilter } from '../store/visitors.ts'

export const listTenantVisitorsRoute = ({ db }: Context) =>
  route(listTenantVisitors, async ({ query, caller }) => {
    const { isOnline, siteId, tags } = query
    return ok(await readPage(db, caller.workspaceId, { isOnline, siteId, tags }, query, { isOfName: false }))
  })

export const listAgentVisitorsRoute = ({ db }: Context) =>
  route(listAgentVisitors, async ({ query, caller }) => {
    const { isOnline } = query
    return ok(await readPage(db, caller.workspaceId, { isOnline }, query, { isOfName: true }))
  })

interface Given {
  search?: string | undefined
  attribute?: string | undefined
  before?: string | undefined
  page: number
  limit: number
}

async function readPage(
  db: Db,
  workspaceId: string,
  others: Omit<VisitorFilter, 'match' | 'attribute'>,
  query: Given,
  { isOfName }: Pick<VisitorSearch, 'isOfName'>,
) {
  const { search, before, page, limit } = query
  if (before !== undefined && !(await findVisitor(db, workspaceId, before)))
    throw invalid('before', 'Must be a visitor of the workspace.')
  const attribute =
    query.attribute === undefined ? undefined : attributeFilter(await listAttributes(db, workspaceId), query.attribute)
  const match = search ? await matchVisitors(db, workspaceId, { text: foldedText(search), isOfName }) : undefined
  const filter = { ...others, attribute, match }
  const visitors = await listVisitors(db, workspaceId, filter, { before, offset: (page - 1) * limit, limit })
  const stats = await readVisitorStats(db, workspaceId)
  const total = await totalOf(db, workspaceId, filter, stats.total)
  return { visitors, total, page, limit, stats }
}

/** Counted only where neither a counter nor the search itself says it. */
async function totalOf(db: Db, workspaceId: string, { match, ...others }: VisitorFilter, ofAll: number) {
  if (Object.values(others).some((value) => value !== undefined) || (match && 'part' in match))
    return countMatching(db, workspaceId, { match, ...others })
  if (!match) return ofAll
  return 'ids' in match ? match.ids.length : maxVisitorTotal
}
