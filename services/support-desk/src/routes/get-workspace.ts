import { getTenantWorkspace } from '@parley/contracts/desk/workspace'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { getDesk } from '../store/desks.ts'

export const getWorkspaceRoute = ({ db }: Context) =>
  route(getTenantWorkspace, async ({ caller }) => ok(await getDesk(db, caller.workspaceId)))
