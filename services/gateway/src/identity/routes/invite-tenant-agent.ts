import { inviteTenantAgent } from '@parley/contracts/desk/agents'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { invitedMembership, requireAdmin } from '../domain/roles.ts'
import { inviteByMail } from '../inviting.ts'
import { isProvenMember, lockRoster } from '../store/members.ts'

export const inviteTenantAgentRoute = (ctx: GatewayContext) =>
  route(inviteTenantAgent, async (request) =>
    transact(ctx.db, request, async (tx, entry) => {
      const { body, caller, trace } = request
      const { workspaceId, userId } = caller
      entry.target = body.email
      const { actor } = await lockRoster(tx, workspaceId, { actorId: userId })
      requireAdmin(actor)
      if (await isProvenMember(tx, workspaceId, body.email))
        throw new ServiceError('conflict', 'This person is in the workspace already.')
      const invited = { ...body, ...invitedMembership({ agent: true }), workspaceId, by: actor }
      const { id, name, email, expires_at: expiresAt } = await inviteByMail(tx, ctx, invited, trace)
      return ok({ id, name, email, expiresAt })
    }),
  )
