import { getMcpServer, listMcpServers, listMcpServerTools } from '@parley/contracts/tools/mcp-servers'
import { ok, route } from '@parley/kit/route'
import { findServer, listServers, showServer } from '../../store/mcp-servers.ts'
import type { ToolsContext } from '../../tools/open-tools.ts'
import { missingServer } from '../refusals.ts'

export const listMcpServersRoute = ({ db }: ToolsContext) =>
  route(listMcpServers, async ({ query: { limit, offset }, caller }) => {
    const { servers, total } = await listServers(db, caller.workspaceId, { limit, offset })
    return ok({
      success: true as const,
      data: servers,
      meta: { total, page: Math.floor(offset / limit) + 1, limit, offset },
    })
  })

export const getMcpServerRoute = ({ db }: ToolsContext) =>
  route(getMcpServer, async ({ params, caller }) => {
    const server = await showServer(db, caller.workspaceId, params.id)
    if (!server) throw missingServer()
    return ok({ success: true as const, data: server, meta: {} })
  })

export const listMcpServerToolsRoute = ({ db }: ToolsContext) =>
  route(listMcpServerTools, async ({ params, caller }) => {
    const server = await findServer(db, caller.workspaceId, params.id)
    if (!server) throw missingServer()
    const data = server.tools.map(({ shortName, title, description, inputSchema, isReadOnly }) => ({
      name: `${server.name}__${shortName}`,
      title,
      description,
      input_schema: inputSchema as Record<string, never>,
      read_only: isReadOnly,
    }))
    return ok({ success: true as const, data, meta: {} })
  })
