import { listWorkspaceInvitations } from '@parley/contracts/identity/invitations'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { pageMeta } from '../answers.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import { listInvitationsOf } from '../store/invitations.ts'

export const listWorkspaceInvitationsRoute = (ctx: GatewayContext) =>
  route(listWorkspaceInvitations, async ({ params, query, caller }) => {
    requireOwnWorkspace(caller, params.id)
    const { total, invitations } = await listInvitationsOf(ctx.db, params.id, query)
    return ok({ success: true as const, data: invitations, meta: pageMeta(total, query) })
  })
