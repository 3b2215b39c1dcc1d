import { updateWorkspace } from '@parley/contracts/identity/workspaces'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { getWorkspace, renameWorkspace } from '../store/workspaces.ts'

export const updateWorkspaceRoute = ({ db, outbox }: GatewayContext) =>
  route(updateWorkspace, async (request) => {
    const {
      params: { id: workspaceId },
      body,
      caller,
      trace,
    } = request
    requireOwnWorkspace(caller, workspaceId)
    const workspace = await audited(db, request, async (tx) => {
      if (body.name !== undefined || body.company_name !== undefined)
        await renameWorkspace(tx, workspaceId, body, trace)
      return getWorkspace(tx, workspaceId, caller.userId)
    })
    outbox.flush()
    return ok(succeeded(workspace))
  })
