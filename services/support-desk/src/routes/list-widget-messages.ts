import { listWidgetMessages } from '@parley/contracts/desk/widget-messages'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { findVisitorConversation } from '../store/conversations.ts'
import { countMessages, listMessages } from '../store/messages.ts'
import { readQueuePosition } from '../store/queue.ts'

export const listWidgetMessagesRoute = ({ db }: Context) =>
  route(listWidgetMessages, async ({ query, caller: { workspaceId, visitorId } }) => {
    const { conversationId, page, limit, after_seq: afterSeq, before_seq: beforeSeq } = query
    const conversation = await findVisitorConversation(db, workspaceId, visitorId, conversationId)
    if (!conversation) {
      if (conversationId !== undefined) throw noSuchConversation()
      return ok({ conversation: null, queuePosition: null, messages: [], total: 0, page, limit })
    }
    const of = { workspaceId, id: conversation.id }
    const offset = afterSeq === undefined && beforeSeq === undefined ? (page - 1) * limit : 0
    const messages = await listMessages(db, of, { afterSeq, beforeSeq, offset, limit })
    const queuePosition = await readQueuePosition(db, of)
    return ok({ conversation, queuePosition, messages, total: (await countMessages(db, of)) ?? 0, page, limit })
  })
