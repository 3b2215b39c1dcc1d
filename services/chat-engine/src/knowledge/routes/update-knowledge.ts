import { updateKnowledge } from '@parley/contracts/knowledge/knowledge'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { KnowledgeContext } from '../context.ts'
import { findDocument, setPublic } from '../store/documents.ts'
import { noSuchDocument } from './get-knowledge.ts'

export const updateKnowledgeRoute = ({ db }: KnowledgeContext) =>
  route(updateKnowledge, async (request) => {
    const { params, body, caller } = request
    const key = { workspaceId: caller.workspaceId, documentId: params.id }
    const data = await audited(db, request, async (tx) => {
      await setPublic(tx, key, body.is_public)
      const document = await findDocument(tx, key)
      if (!document) throw noSuchDocument()
      if (document.twin_id !== null && body.is_public)
        throw new ServiceError('conflict', 'What a twin alone knows cannot be public.')
      return document
    })
    return ok({ success: true as const, data })
  })
