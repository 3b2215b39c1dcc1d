import { updateKnowledge } from '@parley/contracts/knowledge/knowledge'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { KnowledgeContext } from '../context.ts'
import { findDocument, setPublic } from '../store/documents.ts'
import { noSuchDocument } from './get-knowledge.ts'

export const updateKnowledgeRoute = ({ db }: KnowledgeContext) =>
  route(updateKnowledge, async ({ params, body, caller: { workspaceId } }) => {
    const key = { workspaceId, documentId: params.id }
    await setPublic(db, key, body.is_public)
    const data = await findDocument(db, key)
    if (!data) throw noSuchDocument()
    if (data.twin_id !== null && body.is_public)
      throw new ServiceError('conflict', 'What a twin alone knows cannot be public.')
    return ok({ success: true as const, data })
  })
