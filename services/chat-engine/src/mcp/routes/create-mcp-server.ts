import { randomUUID } from 'node:crypto'
import { createMcpServer, mcpLimits } from '@parley/contracts/tools/mcp-servers'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { created, route } from '@parley/kit/route'
import { deletePoliciesOf, hasServerNamed, insertServer, lockServers } from '../../store/mcp-servers.ts'
import { addToolChanges } from '../../store/tool-changes.ts'
import type { ToolsContext } from '../../tools/open-tools.ts'
import { nameTaken } from '../refusals.ts'
import { sealHeaders } from '../server-headers.ts'

export const createMcpServerRoute = ({ db, box }: ToolsContext) =>
  route(createMcpServer, async (request) => {
    const { body, caller } = request
    const { workspaceId, userId } = caller
    const { name, url, trusts_read_only: trustsReadOnly, enabled: isEnabled } = body
    return transact(db, request, async (tx) => {
      const count = await lockServers(tx, workspaceId)
      if (count >= mcpLimits.servers)
        throw new ServiceError('conflict', `A workspace has at most ${mcpLimits.servers} servers.`)
      if (await hasServerNamed(tx, workspaceId, name)) throw nameTaken()
      const id = randomUUID()
      const headers = sealHeaders(box, { workspaceId, id }, body.headers)
      await deletePoliciesOf(tx, workspaceId, name)
      const server = await insertServer(tx, caller, { id, name, url, headers, trustsReadOnly, isEnabled })
      const details = { url, trusts_read_only: trustsReadOnly, enabled: isEnabled }
      await addToolChanges(tx, [{ workspaceId, userId, action: 'server.created', subject: name, details }])
      return created({ success: true as const, data: server, meta: {} })
    })
  })
