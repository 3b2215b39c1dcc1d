import { deactivateTenantAgent, reactivateTenantAgent } from '@parley/contracts/desk/agents'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, type Request, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import { requireAdmin, requireOwnerFor } from '../domain/roles.ts'
import { shownAgent } from '../shown-agents.ts'
import { findStatuses } from '../statuses.ts'
import { findAgent } from '../store/agents.ts'
import { lockRoster, updateMember } from '../store/members.ts'

export const deactivateTenantAgentRoute = (ctx: GatewayContext) =>
  route(deactivateTenantAgent, (request) => setAgent(ctx, request, false))

export const reactivateTenantAgentRoute = (ctx: GatewayContext) =>
  route(reactivateTenantAgent, (request) => setAgent(ctx, request, true))

const noSuchAgent = () => new ServiceError('not_found', 'No such agent.')

/** Gives an agent, or somebody who was one, the flag of their membership, or takes it away. */
async function setAgent(
  ctx: GatewayContext,
  request: Request<typeof deactivateTenantAgent | typeof reactivateTenantAgent>,
  agent: boolean,
) {
  const { params, caller, trace } = request
  const { workspaceId } = caller
  const change = { workspaceId, userId: params.id }
  const statuses = await findStatuses(ctx, workspaceId, [params.id])
  const answer = await transact(ctx.db, request, async (tx) => {
    const { actor, target } = await lockRoster(tx, workspaceId, { actorId: caller.userId, targetId: params.id })
    requireAdmin(actor)
    const found = await findAgent(tx, workspaceId, params.id)
    if (!target || !found) throw noSuchAgent()
    requireOwnerFor(actor, target.role)
    if (target.agent !== agent) {
      await updateMember(tx, { ...change, from: target, to: { role: target.role, agent } }, trace)
      await recordAccessChanges(tx, [change], trace)
    }
    return ok(shownAgent(found, statuses?.[0]))
  })
  ctx.outbox.notify('support-desk')
  await applyAccessChanges(ctx, [change])
  return answer
}
