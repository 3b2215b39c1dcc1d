import { listTenantAgents, maxAgents } from '@parley/contracts/desk/agents'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { shownAgent } from '../shown-agents.ts'
import { findStatuses } from '../statuses.ts'
import { listAgents } from '../store/agents.ts'
import { listAgentInvitations } from '../store/invitations.ts'

export const listTenantAgentsRoute = (ctx: GatewayContext) =>
  route(listTenantAgents, async ({ query, caller: { workspaceId } }) => {
    const agents = await listAgents(ctx.db, workspaceId, query.status, maxAgents)
    const invitations = await listAgentInvitations(ctx.db, workspaceId, maxAgents)
    const userIds = agents.map(({ id }) => id)
    const statuses = await findStatuses(ctx, workspaceId, userIds)
    return ok({ agents: agents.map((agent, index) => shownAgent(agent, statuses?.[index])), invitations })
  })
