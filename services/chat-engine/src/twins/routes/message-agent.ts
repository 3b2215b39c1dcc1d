import { sendChat } from '@parley/contracts/chat/chat'
import { messageAgent } from '@parley/contracts/twins/agents'
import { claimed, transact } from '@parley/kit/idempotency'
import { ok, type Route, slowRoute } from '@parley/kit/route'
import type { ChatContext } from '../../chat/chat.ts'
import { sessionIdOf } from '../../chat/question.ts'
import { keyOf } from '../../chat/request-key.ts'
import { answerOf, recheckOf } from '../../chat/routes/send-chat.ts'
import { noSuchTwin } from '../permissions.ts'
import { findTwin } from '../store/twins.ts'

export const messageAgentRoute = (context: ChatContext): Route =>
  slowRoute(messageAgent, (request) => {
    const { params, body, caller, withinShare } = request
    const key = keyOf(request)
    const recheck = recheckOf(caller, key)
    const work = async () => {
      if (!(await withinShare(() => findTwin(context.db, caller, params.id)))) throw noSuchTwin()
      const sessionId = sessionIdOf(caller, null, params.id)
      const asked = sendChat.body.parse({ message: body.message, personality: params.id, sessionId })
      const { messageId, reply, timestamp, metadata } = await answerOf(context, { ...request, body: asked }, key)
      const data = {
        id: messageId ?? metadata.runId,
        content: reply,
        tools_used: metadata.toolsUsed,
        model: metadata.model,
        created_at: timestamp,
      }
      return transact(context.db, request, async () => ok({ success: true as const, data, meta: {} }), { recheck })
    }
    return claimed(context.db, request, work, recheck)
  })
