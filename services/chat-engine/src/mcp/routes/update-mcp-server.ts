import { updateMcpServer } from '@parley/contracts/tools/mcp-servers'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import { deletePoliciesOf, hasServerNamed, lockServer, lockServers, updateServer } from '../../store/mcp-servers.ts'
import { addToolChanges } from '../../store/tool-changes.ts'
import type { ToolsContext } from '../../tools/open-tools.ts'
import { missingServer, nameTaken } from '../refusals.ts'
import { sealHeaders } from '../server-headers.ts'

export const updateMcpServerRoute = ({ db, box }: ToolsContext) =>
  route(updateMcpServer, async (request) => {
    const {
      params: { id },
      body,
      caller,
    } = request
    const { workspaceId, userId } = caller
    const { name, url, trusts_read_only: trustsReadOnly, enabled: isEnabled } = body
    const server = await audited(db, request, async (tx) => {
      await lockServers(tx, workspaceId)
      const before = await lockServer(tx, workspaceId, id)
      if (!before) throw missingServer()
      const isRenamed = name !== undefined && name !== before.name
      const isElsewhere = url !== undefined && new URL(url).origin !== new URL(before.url).origin
      if (isRenamed && (await hasServerNamed(tx, workspaceId, name, id))) throw nameTaken()
      // What was allowed was allowed to that server, at that place.
      if (isRenamed || isElsewhere) await deletePoliciesOf(tx, workspaceId, before.name)
      if (isRenamed) await deletePoliciesOf(tx, workspaceId, name)
      const given = body.headers ?? (isElsewhere ? {} : undefined)
      const changed = await updateServer(tx, workspaceId, {
        id,
        ...(isRenamed && { name }),
        ...(url !== undefined && url !== before.url && { url }),
        ...(given !== undefined && { headers: sealHeaders(box, { workspaceId, id }, given) }),
        ...(trustsReadOnly !== undefined && { trustsReadOnly }),
        ...(isEnabled !== undefined && { isEnabled }),
      })
      const { headers, ...rest } = body
      const details = { ...rest, headers_changed: given !== undefined }
      await addToolChanges(tx, [{ workspaceId, userId, action: 'server.updated', subject: before.name, details }])
      return changed
    })
    return ok({ success: true as const, data: server, meta: {} })
  })
