import { sendMail } from '@parley/contracts/identity/jobs'
import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { transact } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import { created, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { invitationMail } from '../../mail/mails.ts'
import { succeeded } from '../answers.ts'
import { invitedMembership, requireAdmin, requireOwnerFor } from '../domain/roles.ts'
import { hashSecret, newSecret } from '../domain/secrets.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { reserveInvitationMail, upsertInvitation } from '../store/invitations.ts'
import { isProvenMember, lockRoster } from '../store/members.ts'
import { getWorkspace } from '../store/workspaces.ts'

export const inviteWorkspaceMemberRoute = (ctx: GatewayContext) =>
  route(inviteWorkspaceMember, async (request) => {
    const { params, body, caller, trace } = request
    requireOwnWorkspace(caller, params.id)
    const { email, name } = body
    const membership = invitedMembership(body)
    const answer = await transact(ctx.db, request, async (tx) => {
      const { actor } = await lockRoster(tx, params.id, { actorId: caller.userId })
      requireAdmin(actor)
      requireOwnerFor(actor, membership.role)
      if (!(await isProvenMember(tx, params.id, email))) {
        const token = newSecret()
        const invitation = { ...membership, email, name, invitedBy: caller.userId, tokenHash: hashSecret(token) }
        await upsertInvitation(tx, params.id, invitation)
        await reserveInvitationMail(tx, params.id, invitation)
        const { name: workspace } = await getWorkspace(tx, params.id, caller.userId)
        const mail = { to: email, inviter: actor.name, workspace, publicUrl: ctx.config.PUBLIC_URL, token }
        await insertJob(tx, sendMail, invitationMail(mail), trace)
      }
      return created(succeeded({ email, ...membership }))
    })
    return answer
  })
