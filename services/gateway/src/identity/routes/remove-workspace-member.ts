import { removeWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import { succeeded } from '../answers.ts'
import { requireAdmin, requireAnotherOwner, requireOwnerFor } from '../domain/roles.ts'
import { noSuchPerson, requireOwnWorkspace } from '../own-workspace.ts'
import { deleteMember, lockRoster } from '../store/members.ts'

export const removeWorkspaceMemberRoute = (ctx: GatewayContext) =>
  route(removeWorkspaceMember, async (request) => {
    const { params, caller, trace } = request
    requireOwnWorkspace(caller, params.id)
    const change = { workspaceId: params.id, userId: params.userId }
    await audited(ctx.db, request, async (tx) => {
      const roster = await lockRoster(tx, params.id, { actorId: caller.userId, targetId: params.userId })
      const { actor, target, owners } = roster
      if (params.userId !== caller.userId) requireAdmin(actor)
      if (!actor || !target) throw noSuchPerson()
      requireOwnerFor(actor, target.role)
      requireAnotherOwner(target, owners)
      await deleteMember(tx, params.id, params.userId, trace)
      await recordAccessChanges(tx, [change], trace)
    })
    ctx.outbox.notify('channels')
    await applyAccessChanges(ctx, [change])
    return ok(succeeded({ user_id: params.userId }))
  })
