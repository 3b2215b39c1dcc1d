import { suggestAgentReply } from '@parley/contracts/desk/agent-assistance'
import { draftReply } from '@parley/contracts/desk/assistance'
<<<<<<< HEAD
import { ok, slowRoute } from '@parley/kit/route'
import { readForAi, requireAi } from '../ai/reading.ts'
import type { Context } from '../context.ts'

export const suggestAgentReplyRoute = (ctx: Context) =>
  slowRoute(suggestAgentReply, async ({ params, caller: { workspaceId, userId }, trace, withinShare }) => {
    const chatEngine = requireAi(ctx)
    const given = await withinShare(() => readForAi(ctx.db, { workspaceId, id: params.id }))
    if (given.messages.length === 0) return ok({ text: null, confidence: 0, sources: [], model: null })
    const acting = { workspaceId, userId, trace }
    const { text, confidence, sources, model } = await chatEngine.call(
      draftReply,
      { reader: 'agent', ...given },
      acting,
    )
    const shown = sources.map(({ document_id: documentId, title, source }) => ({
      documentId,
      title,
      source: source ?? title,
    }))
    return ok({ text, confidence, sources: shown, model })
  })
=======
import { slowRoute } from '@parley/kit/route'
import { assist } from '../ai/assisting.ts'
import type { Context } from '../context.ts'

export const suggestAgentReplyRoute = ({ db, chatEngine }: Context) =>
  slowRoute(suggestAgentReply, (request) =>
    assist(db, request, async (given) => {
      if (given.messages.length === 0) return { text: null, confidence: 0, sources: [], model: null }
      const { workspaceId, userId } = request.caller
      const acting = { workspaceId, userId, trace: request.trace }
      const { text, confidence, sources, model } = await chatEngine.call(
        draftReply,
        { reader: 'agent', ...given },
        acting,
      )
      const shown = sources.map(({ document_id: documentId, title, source }) => ({
        documentId,
        title,
        source: source ?? title,
      }))
      return { text, confidence, sources: shown, model }
    }),
  )
>>>>>>> 8e74d573 (support-desk: what agents ask AI for is kept under its key; every kept POST is replayed by the suite)
