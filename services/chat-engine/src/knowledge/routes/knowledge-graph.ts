import { getKnowledgeGraphStatistics, listKnowledgeGraphEntities } from '@parley/contracts/knowledge/graph'
import { ok, route } from '@parley/kit/route'
import type { KnowledgeContext } from '../context.ts'
import { findEntityPage, findStatistics } from '../store/graph.ts'

export const getKnowledgeGraphStatisticsRoute = ({ db }: KnowledgeContext) =>
  route(getKnowledgeGraphStatistics, async ({ caller }) =>
    ok({ success: true as const, data: await findStatistics(db, caller.workspaceId) }),
  )

export const listKnowledgeGraphEntitiesRoute = ({ db }: KnowledgeContext) =>
  route(listKnowledgeGraphEntities, async ({ query: { document_id: documentId, ...query }, caller }) => {
    const { limit, offset } = query
    const { entities, total } = await findEntityPage(db, caller.workspaceId, { documentId, ...query })
    const meta = { total, page: Math.floor(offset / limit) + 1, limit, offset }
    return ok({ success: true as const, data: entities, meta })
  })
