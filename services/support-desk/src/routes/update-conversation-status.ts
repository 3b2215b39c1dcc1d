import { updateTenantConversationStatus } from '@parley/contracts/desk/conversations'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { setStatus } from '../domain/conversation-rules.ts'
import { lockAgentOf } from '../store/agents.ts'
import { changeConversation } from '../store/conversations.ts'

export const updateConversationStatusRoute = ({ db }: Context) =>
  route(updateTenantConversationStatus, async ({ params: { id }, body: { status }, caller, trace }) => {
    const about = { workspaceId: caller.workspaceId, id, trace }
    const conversation = await transaction(db, async (tx) => {
      const agentId = await lockAgentOf(tx, about)
      return changeConversation(tx, about, (draft) => setStatus(draft, status, agentId))
    })
    return ok(conversation)
  })
