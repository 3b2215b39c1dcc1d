import { listWorkspaces } from '@parley/contracts/identity/workspaces'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import * as store from '../store/workspaces.ts'

export const listWorkspacesRoute = (ctx: GatewayContext) =>
  route(listWorkspaces, async ({ caller: { credential, userId, workspaceId } }) =>
    ok(
      succeeded(
        credential === 'key'
          ? [await store.getWorkspace(ctx.db, workspaceId, userId)]
          : await store.listWorkspaces(ctx.db, userId),
      ),
    ),
  )
