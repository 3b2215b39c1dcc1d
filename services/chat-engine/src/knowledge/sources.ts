import type { Db } from '../context.ts'
import type { FindDocuments } from '../tools/knowledge-search.ts'
import type { KnowledgeContext } from './context.ts'
import { searchPassages, sourceOf } from './search.ts'

/** Finds passages for an answer: of the workspace's documents, and of those that the answering twin alone knows. */
export const findDocumentsIn =
  ({ db, embeddings }: Pick<KnowledgeContext, 'embeddings'> & { db: Db }): FindDocuments =>
  async ({ workspaceId, userId, destination, twinId }, query, limit, signal) => {
    const meaning = await embeddings?.meaningOf(query, signal)
    const { passages } = await searchPassages(
      db,
      meaning,
      {
        workspaceId,
        audience: { userId, channelId: 'channelId' in destination ? destination.channelId : null },
        scopes: [workspaceId, ...(twinId ? [twinId] : [])],
        query,
        limit,
      },
      signal,
    )
    return passages.map((passage) => ({ ...passage, source: sourceOf(passage) }))
  }
