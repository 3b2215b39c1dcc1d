import type { Db } from '../context.ts'
import type { DocumentSource, FindDocuments } from '../tools/knowledge-search.ts'
import type { KnowledgeContext } from './context.ts'
import { searchPassages, sourceOf } from './search.ts'
import type { Audience } from './store/search.ts'

/** Finds passages for an audience, best first: of the workspace's documents, and of those that a twin alone knows. */
export type FindPassages = (
  scope: { workspaceId: string; audience: Audience; twinId?: string | null },
  query: string,
  limit: number,
  signal: AbortSignal,
) => Promise<DocumentSource[]>

export const findPassagesIn =
  ({ db, embeddings }: Pick<KnowledgeContext, 'embeddings'> & { db: Db }): FindPassages =>
  async ({ workspaceId, audience, twinId }, query, limit, signal) => {
    const meaning = await embeddings?.meaningOf(query, signal)
    const scopes = [workspaceId, ...(twinId ? [twinId] : [])]
    const { passages } = await searchPassages(db, meaning, { workspaceId, audience, scopes, query, limit }, signal)
    return passages.map((passage) => ({ ...passage, source: sourceOf(passage) }))
  }

/** Finds passages for an answer. */
export const findDocumentsIn =
  (find: FindPassages): FindDocuments =>
  ({ workspaceId, userId, destination, twinId }, query, limit, signal) => {
    const audience = { userId, channelId: 'channelId' in destination ? destination.channelId : null }
    return find({ workspaceId, audience, twinId }, query, limit, signal)
  }
