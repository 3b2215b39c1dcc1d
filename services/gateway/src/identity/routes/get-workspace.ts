import { getWorkspace } from '@parley/contracts/identity/workspaces'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import * as store from '../store/workspaces.ts'

export const getWorkspaceRoute = (ctx: GatewayContext) =>
  route(getWorkspace, async ({ params, caller }) => {
    requireOwnWorkspace(caller, params.id)
    return ok(succeeded(await store.getWorkspace(ctx.db, params.id, caller.userId)))
  })
