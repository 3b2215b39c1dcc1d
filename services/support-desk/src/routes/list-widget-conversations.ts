import { listWidgetConversations } from '@parley/contracts/desk/widget-messages'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { listVisitorConversations } from '../store/conversations.ts'

export const listWidgetConversationsRoute = ({ db }: Context) =>
  route(listWidgetConversations, async ({ query, caller: { workspaceId, visitorId } }) =>
    ok({ conversations: await listVisitorConversations(db, workspaceId, visitorId, query) }),
  )
