import { updateTenantAgent } from '@parley/contracts/desk/agents'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchAgent } from '../domain/refusals.ts'
import { lockAgent } from '../store/agents.ts'
import { setCapacity } from '../store/routing.ts'

export const updateTenantAgentRoute = ({ db }: Context) =>
  route(updateTenantAgent, async (request) => {
    const {
      params,
      body: { capacity },
      caller: { workspaceId },
    } = request
    await audited(db, request, async (tx) => {
      if ((await lockAgent(tx, workspaceId, params.id)) === undefined) throw noSuchAgent()
      await setCapacity(tx, workspaceId, params.id, capacity)
    })
    return ok({ capacity })
  })
