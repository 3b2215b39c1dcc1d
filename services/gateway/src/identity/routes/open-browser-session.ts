import { openBrowserSession } from '@parley/contracts/identity/sessions'
import { route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { signInBrowser } from '../browser-sign-in.ts'
import type { Passwords } from '../domain/passwords.ts'
import type { SessionCookie } from '../domain/session-cookie.ts'
import { checkPassword } from '../password-check.ts'

export const openBrowserSessionRoute = (ctx: GatewayContext, passwords: Passwords, cookies: SessionCookie) =>
  route(openBrowserSession, async (request) => {
    const { userId, stillAdmitted } = await checkPassword(ctx, passwords, { ...request.body, ip: request.ip })
    return signInBrowser(ctx, cookies, request, { userId, admit: (tx) => stillAdmitted(tx)() })
  })
