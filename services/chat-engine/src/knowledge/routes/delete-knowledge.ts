import { deleteKnowledge } from '@parley/contracts/knowledge/knowledge'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { KnowledgeContext } from '../context.ts'
import { deleteDocument } from '../store/deletions.ts'
import { lockDocument } from '../store/documents.ts'
import { noSuchDocument } from './get-knowledge.ts'

export const deleteKnowledgeRoute = ({ db, files }: KnowledgeContext) =>
  route(deleteKnowledge, async (request) => {
    const {
      params,
      caller: { workspaceId, userId, role },
    } = request
    const key = { workspaceId, documentId: params.id }
    await audited(db, request, async (tx, entry) => {
      const document = await lockDocument(tx, key)
      if (!document) throw noSuchDocument()
      if (document.created_by !== userId && role !== 'owner' && role !== 'admin')
        throw new ServiceError('forbidden', 'Only who uploaded it first, an owner or an admin may delete it.')
      entry.targetName = document.title
      await deleteDocument(tx, { ...key, scopeId: document.scope_id })
    })
    files.sweep()
    return ok({ success: true as const })
  })
