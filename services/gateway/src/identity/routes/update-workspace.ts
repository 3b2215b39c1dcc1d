import { updateWorkspace } from '@parley/contracts/identity/workspaces'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import * as store from '../store/workspaces.ts'

export const updateWorkspaceRoute = (ctx: GatewayContext) =>
  route(updateWorkspace, async ({ params, body, caller }) => {
    requireOwnWorkspace(caller, params.id)
    await store.updateWorkspace(ctx.db, params.id, body)
    return ok(succeeded(await store.getWorkspace(ctx.db, params.id, caller.userId)))
  })
