import { listTools } from '@parley/contracts/tools/tools'
import { ok, route } from '@parley/kit/route'
import { findTwin } from '../../twins/store/twins.ts'
import type { ToolsContext } from '../open-tools.ts'

export const listToolsRoute = ({ db, tools }: ToolsContext) =>
  route(listTools, async ({ query: { twin_id: twinId = null }, caller }) => {
    const twin = twinId === null ? undefined : await findTwin(db, caller, twinId)
    const data = await tools.list(caller.workspaceId, twinId, twin?.tools ?? [])
    return ok({ success: true as const, data, meta: {} })
  })
