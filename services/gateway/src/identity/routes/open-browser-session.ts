import { openBrowserSession } from '@parley/contracts/identity/sessions'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import type { Passwords } from '../domain/passwords.ts'
import { hashSecret, newSecret } from '../domain/secrets.ts'
import type { SessionCookie } from '../domain/session-cookie.ts'
import { endSession } from '../ending.ts'
import { checkPassword } from '../password-check.ts'
import { findBrowserSession, insertBrowserSession, listOldBrowserSessions } from '../store/browser-sessions.ts'
import { lockPasswordShared } from '../store/users.ts'

export const openBrowserSessionRoute = (ctx: GatewayContext, passwords: Passwords, cookies: SessionCookie) =>
  route(openBrowserSession, async ({ body, cookie, trace, ip, userAgent }) => {
    const { userId, stillAdmitted } = await checkPassword(ctx, passwords, { ...body, ip })
    const token = newSecret()
    const opened = await transaction(ctx.db, async (tx) => {
      await lockPasswordShared(tx, userId)
      await stillAdmitted(tx)()
      return insertBrowserSession(tx, { userId, tokenHash: hashSecret(token), ip, userAgent })
    })
    const oldToken = cookies.read(cookie)
    const replaced = oldToken === undefined ? undefined : await findBrowserSession(ctx.db, hashSecret(oldToken))
    const old = (await listOldBrowserSessions(ctx.db, userId)).map((id) => ({ id, userId }))
    for (const session of replaced ? [replaced, ...old] : old) await endSession(ctx, session, trace)
    return { ...ok({ success: true as const }), headers: cookies.keep(token, opened.endsAt) }
  })
