import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { sendMail } from '@parley/contracts/jobs'
import { transact } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import { created, route } from '@parley/kit/route'
import type { Trace } from '@parley/kit/trace'
import type { GatewayContext } from '../../context.ts'
import type { Db } from '../../db.ts'
import { addedMail, invitationMail } from '../../mail/mails.ts'
import { succeeded } from '../answers.ts'
import { invitedStanding, requireAdmin, requireOwnerFor, type Standing } from '../domain/roles.ts'
import { hashSecret, newMailedToken } from '../domain/secrets.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { dropInvitation, upsertInvitation } from '../store/invitations.ts'
import { insertMember, lockRoster } from '../store/members.ts'
import { findAccount } from '../store/users.ts'
import { getWorkspace } from '../store/workspaces.ts'

interface Invited extends Standing {
  workspaceId: string
  email: string
  /** What the mail says of who invites, and to what. */
  mail: { to: string; inviter: string; workspace: string; publicUrl: string }
}

export const inviteWorkspaceMemberRoute = (ctx: GatewayContext) =>
  route(inviteWorkspaceMember, async (request) => {
    const { params, body, caller, trace } = request
    requireOwnWorkspace(caller, params.id)
    const { email } = body
    const standing = invitedStanding(body)
    const answer = await transact(ctx.db, request, async (tx) => {
      const { actor } = await lockRoster(tx, params.id, { actorId: caller.userId })
      requireAdmin(actor)
      requireOwnerFor(actor, standing.role)
      const { name: workspace } = await getWorkspace(tx, params.id, caller.userId)
      const mail = { to: email, inviter: actor.name, workspace, publicUrl: ctx.config.PUBLIC_URL }
      const invited = { ...standing, workspaceId: params.id, email, mail }
      const account = await findAccount(tx, email)
      if (account) await addNow(tx, invited, account.id, trace)
      else await invite(tx, invited, caller.userId, trace)
      return created(succeeded({ email, ...standing }))
    })
    ctx.outbox.flush()
    ctx.outbox.notify('channels')
    return answer
  })

async function addNow(tx: Db, invited: Invited, userId: string, trace: Trace): Promise<void> {
  const channelIds = await dropInvitation(tx, invited.workspaceId, invited.email)
  const isNew = await insertMember(tx, { ...invited, userId, channelIds }, trace)
  if (isNew) await insertJob(tx, sendMail, addedMail(invited.mail), trace)
}

async function invite(tx: Db, invited: Invited, invitedBy: string, trace: Trace): Promise<void> {
  const token = newMailedToken()
  await upsertInvitation(tx, { ...invited, invitedBy, tokenHash: hashSecret(token) })
  await insertJob(tx, sendMail, invitationMail({ ...invited.mail, token }), trace)
}
