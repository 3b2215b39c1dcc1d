import { getKnowledge } from '@parley/contracts/knowledge/knowledge'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { KnowledgeContext } from '../context.ts'
import { findDocument, findVersions } from '../store/documents.ts'

export const getKnowledgeRoute = ({ db }: KnowledgeContext) =>
  route(getKnowledge, async ({ params, caller: { workspaceId } }) => {
    const key = { workspaceId, documentId: params.id }
    const document = await findDocument(db, key)
    if (!document) throw noSuchDocument()
    return ok({ success: true as const, data: { ...document, versions: await findVersions(db, key) } })
  })

export const noSuchDocument = () => new ServiceError('not_found', 'No such document.')
