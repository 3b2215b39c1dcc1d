import { searchKnowledge } from '@parley/contracts/knowledge/knowledge'
import { ok, slowRoute } from '@parley/kit/route'
import { highlighter } from '@parley/text/highlight'
import { requireTwin } from '../access.ts'
import type { KnowledgeContext } from '../context.ts'
import { placeOf, searchPassages, sourceOf } from '../search.ts'
import { findForms } from '../store/search.ts'

const highlightLength = 240

/** Slow, since it may wait for the embeddings endpoint. */
export const searchKnowledgeRoute = ({ db, embeddings }: KnowledgeContext) =>
  slowRoute(searchKnowledge, async ({ body, caller: { workspaceId, userId }, withinShare }) => {
    const { query, limit, twin_id: twinId, document_ids: documentIds } = body
    const meaning = await embeddings?.meaningOf(query)
    return withinShare(async () => {
      if (twinId) await requireTwin(db, { workspaceId, twinId })
      const scopes = [workspaceId, ...(twinId ? [twinId] : [])]
      const { passages, words } = await searchPassages(db, meaning, {
        audience: { userId, channelId: null },
        workspaceId,
        scopes,
        documentIds,
        query,
        limit,
      })
      const terms = words.filter(({ isStopWord }) => !isStopWord).map(({ text }) => ({ text, isQuoted: false }))
      const highlight = highlighter(terms, highlightLength)
      const forms = await findForms(
        db,
        passages.map(({ folded }) => folded),
        terms.map(({ text }) => text),
      )
      return ok({
        success: true as const,
        data: passages.map((passage, i) => ({
          id: passage.documentId,
          title: passage.title,
          content: passage.text,
          score: passage.score,
          source: sourceOf(passage),
          highlights: [highlight(passage.text, forms[i]!)].filter((piece) => piece.includes('<mark>')),
          place: placeOf(passage),
          passage: passage.ordinal,
          version: passage.version,
          twin_id: passage.twinId,
        })),
      })
    })
  })
