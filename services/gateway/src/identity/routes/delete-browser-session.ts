import { deleteBrowserSession } from '@parley/contracts/identity/sessions'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { hashSecret } from '../domain/secrets.ts'
import type { SessionCookie } from '../domain/session-cookie.ts'
import { endSession } from '../ending.ts'
import { findBrowserSession } from '../store/browser-sessions.ts'

export const deleteBrowserSessionRoute = (ctx: GatewayContext, cookies: SessionCookie) =>
  route(deleteBrowserSession, async ({ cookie, trace }) => {
    const secret = cookies.read(cookie)
    const found = secret === undefined ? undefined : await findBrowserSession(ctx.db, hashSecret(secret))
    if (found) await endSession(ctx, found, trace)
    return { ...ok({ success: true as const }), headers: cookies.drop() }
  })
