import { deleteSession } from '@parley/contracts/identity/sessions'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { endSession, noSuchSession } from '../ending.ts'
import { requireSession } from '../signed-in.ts'

export const deleteSessionRoute = (ctx: GatewayContext) =>
  route(deleteSession, async ({ params, caller, trace }) => {
    requireSession(caller, 'Ending a session')
    if (!(await endSession(ctx, { id: params.id, userId: caller.userId }, trace))) throw noSuchSession()
    return ok({ success: true as const })
  })
