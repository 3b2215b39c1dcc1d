import { resolveAgentConversation, resolveTenantConversation } from '@parley/contracts/desk/conversations'
import { transact } from '@parley/kit/idempotency'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { resolve } from '../domain/conversation-rules.ts'
import { changeConversation, newId } from '../store/conversations.ts'
import { getDesk } from '../store/desks.ts'

export const resolveTenantConversationRoute = (ctx: Context) =>
  route(resolveTenantConversation, (request) => resolveConversation(ctx, request))

export const resolveAgentConversationRoute = (ctx: Context) =>
  route(resolveAgentConversation, (request) => resolveConversation(ctx, request))

const resolveConversation = async (
  { db }: Context,
  request: Request<typeof resolveTenantConversation | typeof resolveAgentConversation>,
) => {
  const { params, caller, trace } = request
  const { workspaceId } = caller
  const { language } = await getDesk(db, workspaceId)
  return transact(
    db,
    request,
    async (tx) =>
      ok(
        await changeConversation(tx, { workspaceId, id: params.id, trace }, async (draft) =>
          resolve(draft, { id: await newId(tx), language }),
        ),
      ),
    { about: () => params.id },
  )
}
