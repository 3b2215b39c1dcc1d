import { declineInvitation } from '@parley/contracts/identity/invitations'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { noSuchInvitation, requireProvenAddress } from '../proven-address.ts'
import { takeOwnInvitation } from '../store/invitations.ts'

export const declineInvitationRoute = (ctx: GatewayContext) =>
  route(declineInvitation, async (request) => {
    const { params, caller } = request
    return transact(ctx.db, request, async (tx) => {
      const email = await requireProvenAddress(tx, caller)
      if (!(await takeOwnInvitation(tx, email, params.id))) throw noSuchInvitation()
      return ok(succeeded({ id: params.id }))
    })
  })
