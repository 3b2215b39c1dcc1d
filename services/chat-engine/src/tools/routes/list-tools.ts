import { listTools } from '@parley/contracts/tools/tools'
import { ok, route } from '@parley/kit/route'
import type { ToolsContext } from '../open-tools.ts'

export const listToolsRoute = ({ tools }: ToolsContext) =>
  route(listTools, async ({ query, caller }) => {
    const data = await tools.list(caller.workspaceId, query.twin_id ?? null)
    return ok({ success: true as const, data, meta: {} })
  })
