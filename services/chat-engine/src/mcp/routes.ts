import type { Route } from '@parley/kit/route'
import type { ToolsContext } from '../tools/open-tools.ts'
import { createMcpServerRoute } from './routes/create-mcp-server.ts'
import { deleteMcpServerRoute } from './routes/delete-mcp-server.ts'
import { getMcpServerRoute, listMcpServersRoute, listMcpServerToolsRoute } from './routes/read-mcp-servers.ts'
import { testMcpServerRoute } from './routes/test-mcp-server.ts'
import { updateMcpServerRoute } from './routes/update-mcp-server.ts'

/** Servers that bring tools of their own. */
export const mcpRoutes = (context: ToolsContext): Route[] =>
  [
    listMcpServersRoute,
    createMcpServerRoute,
    getMcpServerRoute,
    updateMcpServerRoute,
    deleteMcpServerRoute,
    listMcpServerToolsRoute,
    testMcpServerRoute,
  ].map((routeOf) => routeOf(context))
