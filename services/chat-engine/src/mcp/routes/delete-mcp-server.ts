import { deleteMcpServer } from '@parley/contracts/tools/mcp-servers'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import { deletePoliciesOf, deleteServer, lockServer } from '../../store/mcp-servers.ts'
import { addToolChanges } from '../../store/tool-changes.ts'
import type { ToolsContext } from '../../tools/open-tools.ts'
import { missingServer } from '../refusals.ts'

export const deleteMcpServerRoute = ({ db }: ToolsContext) =>
  route(deleteMcpServer, async (request) => {
    const {
      params: { id },
      caller,
    } = request
    const { workspaceId, userId } = caller
    await audited(db, request, async (tx, entry) => {
      const server = await lockServer(tx, workspaceId, id)
      if (!server) throw missingServer()
      entry.targetName = server.name
      await deleteServer(tx, workspaceId, id)
      await deletePoliciesOf(tx, workspaceId, server.name)
      const details = { url: server.url }
      await addToolChanges(tx, [{ workspaceId, userId, action: 'server.deleted', subject: server.name, details }])
    })
    return ok({ success: true as const, data: null, meta: {} })
  })
