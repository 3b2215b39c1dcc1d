import { summarizeAgentConversation } from '@parley/contracts/desk/agent-assistance'
import { summarizeConversation } from '@parley/contracts/desk/assistance'
import { slowRoute } from '@parley/kit/route'
import { assist } from '../ai/assisting.ts'
import { requireAi } from '../ai/reading.ts'
import type { Context } from '../context.ts'
import { withoutOwnWords } from '../domain/ai-words.ts'

export const summarizeAgentConversationRoute = (ctx: Context) =>
  slowRoute(summarizeAgentConversation, (request) =>
    assist(ctx.db, request, async ({ messages, language }) => {
      const chatEngine = requireAi(ctx)
      if (messages.length === 0) return { summary: '', evidence: [], model: null }
      const { workspaceId, userId } = request.caller
      return chatEngine.call(
        summarizeConversation,
        { language, messages: withoutOwnWords(messages) },
        { workspaceId, userId, trace: request.trace },
      )
    }),
  )
