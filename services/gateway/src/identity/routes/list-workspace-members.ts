import { listWorkspaceMembers } from '@parley/contracts/identity/workspaces'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { pageMeta } from '../answers.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { listMembers } from '../store/members.ts'

export const listWorkspaceMembersRoute = (ctx: GatewayContext) =>
  route(listWorkspaceMembers, async ({ params, query, caller }) => {
    requireOwnWorkspace(caller, params.id)
    const withLastSeen = caller.role === 'owner' || caller.role === 'admin'
    const page = await listMembers(ctx.db, params.id, { ...query, withLastSeen })
    if (!page) throw invalid('after', 'Must be a person of the workspace.')
    return ok({ success: true as const, data: page.members, meta: pageMeta(page.total, query) })
  })
