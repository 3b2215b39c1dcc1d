import { listKnowledgePassages } from '@parley/contracts/knowledge/knowledge'
import { ok, route } from '@parley/kit/route'
import type { KnowledgeContext } from '../context.ts'
import { placeOf } from '../search.ts'
import { listChunks } from '../store/chunks.ts'
import { findDocument } from '../store/documents.ts'
import { noSuchDocument } from './get-knowledge.ts'

export const listKnowledgePassagesRoute = ({ db }: KnowledgeContext) =>
  route(listKnowledgePassages, async ({ params, query, caller: { workspaceId } }) => {
    const key = { workspaceId, documentId: params.id }
    if (!(await findDocument(db, key))) throw noSuchDocument()
    const chunks = await listChunks(db, key, query)
    const data = chunks.map(({ ordinal, text, ...where }) => ({
      passage: ordinal,
      content: text,
      place: placeOf(where),
    }))
    return ok({ success: true as const, data })
  })
