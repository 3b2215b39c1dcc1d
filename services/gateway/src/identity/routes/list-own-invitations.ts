import { listOwnInvitations } from '@parley/contracts/identity/invitations'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { pageMeta } from '../answers.ts'
import { requireProvenAddress } from '../proven-address.ts'
import { listInvitationsTo } from '../store/invitations.ts'

export const listOwnInvitationsRoute = (ctx: GatewayContext) =>
  route(listOwnInvitations, async ({ query, caller }) => {
    const { total, invitations } = await ctx.db
      .transaction()
      .execute(async (tx) => listInvitationsTo(tx, await requireProvenAddress(tx, caller), query))
    return ok({ success: true as const, data: invitations, meta: pageMeta(total, query) })
  })
