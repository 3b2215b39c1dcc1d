import { logout } from '@parley/contracts/identity/auth'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { endSession } from '../ending.ts'
import { requireSession } from '../signed-in.ts'

export const logoutRoute = (ctx: GatewayContext) =>
  route(logout, async ({ caller, trace }) => {
    requireSession(caller, 'Signing out')
    await endSession(ctx, { id: caller.credentialId, userId: caller.userId }, trace)
    return ok({ success: true as const })
  })
