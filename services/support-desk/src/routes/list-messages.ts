import { listAgentMessages, listTenantMessages } from '@parley/contracts/desk/messages'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { countMessages, listMessages } from '../store/messages.ts'

export const listAgentMessagesRoute = (ctx: Context) => route(listAgentMessages, (request) => list(ctx, request))

export const listTenantMessagesRoute = (ctx: Context) => route(listTenantMessages, (request) => list(ctx, request))

const list = async (
  { db }: Context,
  { params, query, caller }: Request<typeof listAgentMessages | typeof listTenantMessages>,
) => {
  const { page, limit, after_seq: afterSeq } = query
  const conversation = { workspaceId: caller.workspaceId, id: params.id }
  const total = await countMessages(db, conversation)
  if (total === undefined) throw noSuchConversation()
  const offset = afterSeq === undefined ? (page - 1) * limit : 0
  return ok({ messages: await listMessages(db, conversation, { afterSeq, offset, limit }), total, page, limit })
}
