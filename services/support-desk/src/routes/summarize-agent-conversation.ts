import { summarizeAgentConversation } from '@parley/contracts/desk/agent-assistance'
import { summarizeConversation } from '@parley/contracts/desk/assistance'
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
