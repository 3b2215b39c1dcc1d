import { logout } from '@parley/contracts/identity/auth'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import { requireSession } from '../signed-in.ts'
import { revokeSession } from '../store/sessions.ts'

export const logoutRoute = (ctx: GatewayContext) =>
  route(logout, async ({ caller, trace }) => {
    requireSession(caller, 'Signing out')
    const changes = [caller]
    await transaction(ctx.db, async (tx) => {
      if (await revokeSession(tx, caller.credentialId)) await recordAccessChanges(tx, changes, trace)
    })
    await applyAccessChanges(ctx, changes)
    return ok({ success: true as const })
  })
