import { resendInvitation } from '@parley/contracts/identity/invitations'
import { sendMail } from '@parley/contracts/identity/jobs'
import { transact } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { invitationMail } from '../../mail/mails.ts'
import { succeeded } from '../answers.ts'
import { requireAdmin, requireOwnerFor } from '../domain/roles.ts'
import { hashSecret, newSecret } from '../domain/secrets.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { noSuchInvitation } from '../proven-address.ts'
import { lockInvitation, renewInvitation, reserveInvitationMail } from '../store/invitations.ts'
import { lockRoster } from '../store/members.ts'
import { getWorkspace } from '../store/workspaces.ts'

export const resendInvitationRoute = (ctx: GatewayContext) =>
  route(resendInvitation, async (request) => {
    const { params, caller, trace } = request
    requireOwnWorkspace(caller, params.id)
    const answer = await transact(ctx.db, request, async (tx) => {
      const { actor } = await lockRoster(tx, params.id, { actorId: caller.userId })
      requireAdmin(actor)
      const invitation = await lockInvitation(tx, params.id, params.invitationId)
      if (!invitation) throw noSuchInvitation()
      requireOwnerFor(actor, invitation.role)
      const { email: to } = invitation
      await reserveInvitationMail(tx, params.id, { email: to, invitedBy: caller.userId })
      const token = newSecret()
      const renewal = { tokenHash: hashSecret(token), invitedBy: caller.userId }
      const renewed = await renewInvitation(tx, params.id, params.invitationId, renewal)
      const { name: workspace } = await getWorkspace(tx, params.id, caller.userId)
      const mail = { to, inviter: actor.name, workspace, publicUrl: ctx.config.PUBLIC_URL, token }
      await insertJob(tx, sendMail, invitationMail(mail), trace)
      return ok(succeeded(renewed))
    })
    return answer
  })
