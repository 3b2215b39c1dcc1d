import { updateWorkspace } from '@parley/contracts/identity/workspaces'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { getWorkspace, renameWorkspace } from '../store/workspaces.ts'

export const updateWorkspaceRoute = ({ db, outbox }: GatewayContext) =>
  route(updateWorkspace, async ({ params: { id: workspaceId }, body, caller, trace }) => {
    requireOwnWorkspace(caller, workspaceId)
    const workspace = await db.transaction().execute(async (tx) => {
      if (body.name !== undefined || body.company_name !== undefined)
        await renameWorkspace(tx, workspaceId, body, trace)
      return getWorkspace(tx, workspaceId, caller.userId)
    })
    outbox.flush()
    return ok(succeeded(workspace))
  })
