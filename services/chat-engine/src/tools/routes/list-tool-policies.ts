import { listToolPolicies } from '@parley/contracts/tools/tools'
import { ok, route } from '@parley/kit/route'
import { listPolicies } from '../../store/tool-policies.ts'
import type { ToolsContext } from '../open-tools.ts'

export const listToolPoliciesRoute = ({ db }: ToolsContext) =>
  route(listToolPolicies, async ({ query: { limit, offset }, caller }) => {
    const { policies, total } = await listPolicies(db, caller.workspaceId, { limit, offset })
    const meta = { total, page: Math.floor(offset / limit) + 1, limit, offset }
    return ok({ success: true as const, data: policies, meta })
  })
