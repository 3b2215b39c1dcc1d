import { assignAgentConversation, assignTenantConversation } from '@parley/contracts/desk/conversations'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { assign, holderOf } from '../domain/conversation-rules.ts'
import type { Draft } from '../domain/draft.ts'
import { noSuchAgent } from '../domain/refusals.ts'
import { lockAgent } from '../store/agents.ts'
import { changeConversation } from '../store/conversations.ts'

export const assignTenantConversationRoute = (ctx: Context) =>
  route(assignTenantConversation, (request) =>
    give(ctx, request, ({ row }) => {
      if (row.status === 'CLOSED') throw new ServiceError('conflict', 'The conversation is closed.')
    }),
  )

export const assignAgentConversationRoute = (ctx: Context) =>
  route(assignAgentConversation, (request) =>
    give(ctx, request, ({ row }) => {
      if (holderOf(row) !== request.caller.userId)
        throw new ServiceError('forbidden', 'Only the agent who has the conversation may transfer it.')
    }),
  )

/** @param mayGive throws where the caller may not give the conversation to anybody */
const give = (
  { db }: Context,
  request: Request<typeof assignTenantConversation | typeof assignAgentConversation>,
  mayGive: (draft: Draft) => void,
) => {
  const { params, body, caller, trace } = request
  const about = { workspaceId: caller.workspaceId, id: params.id, trace }
  return transact(
    db,
    request,
    async (tx) => {
      const agent = await lockAgent(tx, about.workspaceId, body.agentId)
      const conversation = await changeConversation(tx, about, (draft) => {
        mayGive(draft)
        if (agent === undefined) throw noSuchAgent()
        assign(draft, body.agentId)
      })
      return ok(conversation)
    },
    { about: () => params.id },
  )
}
