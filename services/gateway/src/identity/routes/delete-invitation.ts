import { deleteInvitation } from '@parley/contracts/identity/invitations'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireAdmin, requireOwnerFor } from '../domain/roles.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { noSuchInvitation } from '../proven-address.ts'
import * as store from '../store/invitations.ts'
import { lockRoster } from '../store/members.ts'

export const deleteInvitationRoute = (ctx: GatewayContext) =>
  route(deleteInvitation, async (request) => {
    const { params, caller } = request
    requireOwnWorkspace(caller, params.id)
    await audited(ctx.db, request, async (tx) => {
      const { actor } = await lockRoster(tx, params.id, { actorId: caller.userId })
      requireAdmin(actor)
      const invitation = await store.lockInvitation(tx, params.id, params.invitationId)
      if (!invitation) throw noSuchInvitation()
      requireOwnerFor(actor, invitation.role)
      await store.deleteInvitation(tx, params.id, params.invitationId)
    })
    return ok(succeeded({ id: params.invitationId }))
  })
