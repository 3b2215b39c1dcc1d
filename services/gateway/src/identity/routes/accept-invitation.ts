import { acceptInvitation } from '@parley/contracts/identity/invitations'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireValidCredential } from '../credential-check.ts'
import { noSuchInvitation, requireProvenAddress } from '../proven-address.ts'
import { takeOwnInvitation } from '../store/invitations.ts'
import { joinWorkspace } from '../store/members.ts'
import { getWorkspace } from '../store/workspaces.ts'

export const acceptInvitationRoute = (ctx: GatewayContext) =>
  route(acceptInvitation, async (request) => {
    const { params, caller, trace } = request
    const { userId } = caller
    const answer = await transact(ctx.db, request, async (tx) => {
      const email = await requireProvenAddress(tx, caller)
      await requireValidCredential(tx, caller)
      const invitation = await takeOwnInvitation(tx, email, params.id)
      if (!invitation) throw noSuchInvitation()
      await joinWorkspace(tx, { ...invitation, userId }, trace)
      return ok(succeeded(await getWorkspace(tx, invitation.workspaceId, userId)))
    })
    ctx.outbox.notify('channels')
    return answer
  })
