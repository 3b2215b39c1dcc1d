import { suggestAgentReply } from '@parley/contracts/desk/agent-assistance'
import { draftReply } from '@parley/contracts/desk/assistance'
import { slowRoute } from '@parley/kit/route'
import { assist } from '../ai/assisting.ts'
import { requireAi } from '../ai/reading.ts'
import type { Context } from '../context.ts'

export const suggestAgentReplyRoute = (ctx: Context) =>
  slowRoute(suggestAgentReply, (request) =>
    assist(ctx.db, request, async (given) => {
      const chatEngine = requireAi(ctx)
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
