import type { ConversationDetails } from '@parley/contracts/desk/conversation'
import { getAgentConversation, getTenantConversation } from '@parley/contracts/desk/conversation-lists'
import { ok, route } from '@parley/kit/route'
import { createViewingStore } from '@parley/kit/viewing'
import type { Context, Db } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { findPeopleAtDesk } from '../store/agents.ts'
import { findConversationDetails } from '../store/conversations.ts'

export const getTenantConversationRoute = ({ db }: Context) =>
  route(getTenantConversation, async ({ params, caller }) =>
    ok(await getConversation(db, caller.workspaceId, params.id)),
  )

export function getAgentConversationRoute({ db, redis, config, log }: Context) {
  const { viewersOf } = createViewingStore(redis, config.REDIS_PREFIX)

  /** Nobody, while Redis is away. */
  async function findViewers(workspaceId: string, conversationId: string, except: string) {
    const userIds = await viewersOf({ workspaceId, conversationId }).catch((error: unknown) => {
      log.debug({ err: error }, 'who looks at a conversation could not be read')
      return []
    })
    const others = userIds.filter((userId) => userId !== except)
    return others.length > 0 ? findPeopleAtDesk(db, workspaceId, others) : []
  }

  return route(getAgentConversation, async ({ params: { id }, caller: { workspaceId, userId } }) => {
    const conversation = await getConversation(db, workspaceId, id)
    return ok({ ...conversation, viewers: await findViewers(workspaceId, id, userId) })
  })
}

async function getConversation(db: Db, workspaceId: string, id: string): Promise<ConversationDetails> {
  const conversation = await findConversationDetails(db, workspaceId, id)
  if (!conversation) throw noSuchConversation()
  return conversation
}
