import { getAgentProfile } from '@parley/contracts/desk/agents'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { noLongerValid } from '../credentials.ts'
import { deskRoles } from '../domain/roles.ts'
import { shownAgent } from '../shown-agents.ts'
import { findStatuses } from '../statuses.ts'
import { findAgent } from '../store/agents.ts'
import { getWorkspace } from '../store/workspaces.ts'

export const getAgentProfileRoute = (ctx: GatewayContext) =>
  route(getAgentProfile, async ({ caller }) => {
    const { workspaceId, userId, role } = caller
    const agent = await findAgent(ctx.db, workspaceId, userId)
    if (!agent) throw noLongerValid()
    const { id, name, company_name: companyName } = await getWorkspace(ctx.db, workspaceId, userId)
    const statuses = await findStatuses(ctx, workspaceId, [userId])
    return ok({
      ...shownAgent(agent, statuses?.[0]),
      roles: deskRoles({ role, agent: caller.isAgent }),
      tenant: { id, name, companyName },
    })
  })
