import { summarizeAgentConversation } from '@parley/contracts/desk/agent-assistance'
import { summarizeConversation } from '@parley/contracts/desk/assistance'
<<<<<<< HEAD
import { ok, slowRoute } from '@parley/kit/route'
import { readForAi, requireAi } from '../ai/reading.ts'
import type { Context } from '../context.ts'

export const summarizeAgentConversationRoute = (ctx: Context) =>
  slowRoute(summarizeAgentConversation, async ({ params, caller: { workspaceId, userId }, trace, withinShare }) => {
    const chatEngine = requireAi(ctx)
    const { messages, language } = await withinShare(() => readForAi(ctx.db, { workspaceId, id: params.id }))
    if (messages.length === 0) return ok({ summary: '', evidence: [], model: null })
    return ok(await chatEngine.call(summarizeConversation, { language, messages }, { workspaceId, userId, trace }))
  })
=======
import { slowRoute } from '@parley/kit/route'
import { assist } from '../ai/assisting.ts'
import type { Context } from '../context.ts'

export const summarizeAgentConversationRoute = ({ db, chatEngine }: Context) =>
  slowRoute(summarizeAgentConversation, (request) =>
    assist(db, request, async ({ messages, language }) => {
      if (messages.length === 0) return { summary: '', evidence: [], model: null }
      const { workspaceId, userId } = request.caller
      return chatEngine.call(
        summarizeConversation,
        { language, messages },
        { workspaceId, userId, trace: request.trace },
      )
    }),
  )
>>>>>>> 8e74d573 (support-desk: what agents ask AI for is kept under its key; every kept POST is replayed by the suite)
