import { markAgentConversationRead, markTenantConversationRead } from '@parley/contracts/desk/conversations'
import { transact } from '@parley/kit/idempotency'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { read } from '../domain/draft.ts'
import { changeConversation } from '../store/conversations.ts'

export const markTenantConversationReadRoute = (ctx: Context) =>
  route(markTenantConversationRead, (request) => markRead(ctx, request))

export const markAgentConversationReadRoute = (ctx: Context) =>
  route(markAgentConversationRead, (request) => markRead(ctx, request))

const markRead = (
  { db }: Context,
  request: Request<typeof markTenantConversationRead | typeof markAgentConversationRead>,
) => {
  const { params, caller, trace } = request
  const about = { workspaceId: caller.workspaceId, id: params.id, trace }
  return transact(db, request, async (tx) => ok(await changeConversation(tx, about, (draft) => read(draft, 'agent'))), {
    about: () => params.id,
  })
}
