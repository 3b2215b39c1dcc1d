import { suggestAgentReply } from '@parley/contracts/desk/agent-assistance'
import { draftReply } from '@parley/contracts/desk/assistance'
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
