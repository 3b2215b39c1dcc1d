import { listFellowAgents, listTenantAgents, maxAgents } from '@parley/contracts/desk/agents'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { shownAgent } from '../shown-agents.ts'
import { findStatuses } from '../statuses.ts'
import { listAgents } from '../store/agents.ts'
import { listAgentInvitations } from '../store/invitations.ts'

export const listTenantAgentsRoute = (ctx: GatewayContext) =>
  route(listTenantAgents, async ({ query, caller: { workspaceId } }) => {
    const agents = await readAgents(ctx, workspaceId, query.status)
    return ok({ agents, invitations: await listAgentInvitations(ctx.db, workspaceId, maxAgents) })
  })

export const listFellowAgentsRoute = (ctx: GatewayContext) =>
  route(listFellowAgents, async ({ caller }) => ok({ agents: await readAgents(ctx, caller.workspaceId, 'active') }))

async function readAgents(ctx: GatewayContext, workspaceId: string, status: 'active' | 'inactive') {
  const agents = await listAgents(ctx.db, workspaceId, status, maxAgents)
  const userIds = agents.map(({ id }) => id)
  const statuses = await findStatuses(ctx, workspaceId, userIds)
  return agents.map((agent, index) => shownAgent(agent, statuses?.[index]))
}
