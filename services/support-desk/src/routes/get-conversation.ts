import type { ConversationDetails } from '@parley/contracts/desk/conversation'
import { getAgentConversation, getTenantConversation } from '@parley/contracts/desk/conversation-lists'
import { ok, route } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { findConversationDetails } from '../store/conversations.ts'

export const getTenantConversationRoute = ({ db }: Context) =>
  route(getTenantConversation, async ({ params, caller }) =>
    ok(await getConversation(db, caller.workspaceId, params.id)),
  )

export const getAgentConversationRoute = ({ db }: Context) =>
  route(getAgentConversation, async ({ params, caller }) =>
    ok(await getConversation(db, caller.workspaceId, params.id)),
  )

async function getConversation(db: Db, workspaceId: string, id: string): Promise<ConversationDetails> {
  const conversation = await findConversationDetails(db, workspaceId, id)
  if (!conversation) throw noSuchConversation()
  return conversation
}
