import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { transact } from '@parley/kit/idempotency'
import { created, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { invitedMembership, requireAdmin, requireOwnerFor } from '../domain/roles.ts'
import { inviteByMail } from '../inviting.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { isProvenMember, lockRoster } from '../store/members.ts'

export const inviteWorkspaceMemberRoute = (ctx: GatewayContext) =>
  route(inviteWorkspaceMember, async (request) => {
    const { params, body, caller, trace } = request
    requireOwnWorkspace(caller, params.id)
    const { email, name } = body
    const membership = invitedMembership(body)
    return transact(ctx.db, request, async (tx, entry) => {
      entry.target = email
      const { actor } = await lockRoster(tx, params.id, { actorId: caller.userId })
      requireAdmin(actor)
      requireOwnerFor(actor, membership.role)
      if (!(await isProvenMember(tx, params.id, email)))
        await inviteByMail(tx, ctx, { ...membership, workspaceId: params.id, email, name, by: actor }, trace)
      return created(succeeded({ email, ...membership }))
    })
  })
