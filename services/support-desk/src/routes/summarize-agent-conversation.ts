import { summarizeAgentConversation } from '@parley/contracts/desk/agent-assistance'
import { summarizeConversation } from '@parley/contracts/desk/assistance'
import { ok, slowRoute } from '@parley/kit/route'
import { readForAi } from '../ai/reading.ts'
import type { Context } from '../context.ts'

export const summarizeAgentConversationRoute = ({ db, chatEngine }: Context) =>
  slowRoute(summarizeAgentConversation, async ({ params, caller: { workspaceId, userId }, trace, withinShare }) => {
    const { messages, language } = await withinShare(() => readForAi(db, { workspaceId, id: params.id }))
    if (messages.length === 0) return ok({ summary: '', evidence: [], model: null })
    return ok(await chatEngine.call(summarizeConversation, { language, messages }, { workspaceId, userId, trace }))
  })
