import { getWidgetDesk } from '@parley/contracts/desk/widget'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { hoursOf } from '../domain/business-hours.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { findVisitorConversation } from '../store/conversations.ts'
import { getDesk } from '../store/desks.ts'
import { readQueuePosition } from '../store/queue.ts'

export const getWidgetDeskRoute = ({ db, onlineAgents }: Context) =>
  route(getWidgetDesk, async ({ query: { conversationId }, caller: { workspaceId, visitorId } }) => {
    const conversation = await findVisitorConversation(db, workspaceId, visitorId, conversationId)
    if (!conversation && conversationId !== undefined) throw noSuchConversation()
    return ok({
      agentsOnline: await onlineAgents.count(workspaceId),
      hours: hoursOf(await getDesk(db, workspaceId)).stateAt(new Date()),
      queuePosition: conversation ? await readQueuePosition(db, { workspaceId, id: conversation.id }) : null,
    })
  })
