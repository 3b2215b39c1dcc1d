import { updateWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import { succeeded } from '../answers.ts'
import { type Membership, requireAdmin, requireAnotherOwner, requireOwnerFor } from '../domain/roles.ts'
import { noSuchPerson, requireOwnWorkspace } from '../own-workspace.ts'
import { lockRoster, updateMember } from '../store/members.ts'

/** What of a membership is another one now. */
const changesOf = (from: Membership, to: Membership) =>
  (['role', 'agent'] as const)
    .filter((field) => from[field] !== to[field])
    .map((field) => ({ field, before: from[field], after: to[field] }))

export const updateWorkspaceMemberRoute = (ctx: GatewayContext) =>
  route(updateWorkspaceMember, async (request) => {
    const { params, body, caller, trace } = request
    requireOwnWorkspace(caller, params.id)
    const change = { workspaceId: params.id, userId: params.userId }
    const { member, changes } = await audited(ctx.db, request, async (tx, entry) => {
      const roster = await lockRoster(tx, params.id, { actorId: caller.userId, targetId: params.userId })
      const { actor, target, owners } = roster
      requireAdmin(actor)
      if (!target) throw noSuchPerson()
      requireOwnerFor(actor, target.role, body.role)
      const role = body.role ?? target.role
      const becomesOwner = role === 'owner' && target.role !== 'owner'
      const to = { role, agent: body.agent ?? (becomesOwner || target.agent) }
      if (to.role !== 'owner') requireAnotherOwner(target, owners)
      entry.changes = changesOf(target, to)
      if (to.role === target.role && to.agent === target.agent) return { member: target, changes: [] }
      await updateMember(tx, { ...change, from: target, to }, trace)
      await recordAccessChanges(tx, [change], trace)
      return { member: { ...target, ...to }, changes: [change] }
    })
    if (changes.length > 0) {
      ctx.outbox.notify('channels')
      ctx.outbox.notify('support-desk')
    }
    await applyAccessChanges(ctx, changes)
    return ok(succeeded(member))
  })
