import { listKnowledge } from '@parley/contracts/knowledge/knowledge'
import { ok, route } from '@parley/kit/route'
import type { KnowledgeContext } from '../context.ts'
import { findDocumentPage } from '../store/documents.ts'

export const listKnowledgeRoute = ({ db }: KnowledgeContext) =>
  route(listKnowledge, async ({ query: { twin_id: twinId, ...query }, caller }) => {
    const { limit, offset } = query
    const { documents, total } = await findDocumentPage(db, caller.workspaceId, { twinId, ...query })
    const meta = { total, page: Math.floor(offset / limit) + 1, limit, offset }
    return ok({ success: true as const, data: documents, meta })
  })
