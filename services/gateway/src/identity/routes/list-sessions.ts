import { listSessions } from '@parley/contracts/identity/sessions'
import { deviceOf } from '@parley/kit/device'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { requireSession } from '../signed-in.ts'
import { listSessions as readSessions } from '../store/listed-sessions.ts'

export const listSessionsRoute = (ctx: GatewayContext) =>
  route(listSessions, async ({ caller }) => {
    requireSession(caller, 'Listing sessions')
    const sessions = await readSessions(ctx.db, caller)
    return ok({
      sessions: sessions.map(({ ip, userAgent, ...session }) => ({
        ...session,
        address: ip,
        device: deviceOf(userAgent),
      })),
    })
  })
