import { transaction } from '@parley/kit/outbox'
import { ok } from '@parley/kit/route'
import type { Trace } from '@parley/kit/trace'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import { hashSecret, newSecret } from './domain/secrets.ts'
import type { SessionCookie } from './domain/session-cookie.ts'
import { endSession } from './ending.ts'
import { findBrowserSession, insertBrowserSession, listOldBrowserSessions } from './store/browser-sessions.ts'
import { lockPasswordShared } from './store/users.ts'

/** The request of a page that signs its browser in. */
interface SigningIn {
  cookie: string | undefined
  trace: Trace
  ip: string
  userAgent: string | undefined
}

/**
 * Opens a browser session, in place of the one that the browser had, and answers its cookie.
 *
 * @param admit checks, with the password locked, what lets the person in; throws where that has ended
 */
export async function signInBrowser(
  ctx: GatewayContext,
  cookies: SessionCookie,
  { cookie, trace, ip, userAgent }: SigningIn,
  { userId, admit }: { userId: string; admit: (tx: Db) => Promise<void> },
) {
  const token = newSecret()
  const opened = await transaction(ctx.db, async (tx) => {
    await lockPasswordShared(tx, userId)
    await admit(tx)
    return insertBrowserSession(tx, { userId, tokenHash: hashSecret(token), ip, userAgent })
  })
  const oldToken = cookies.read(cookie)
  const replaced = oldToken === undefined ? undefined : await findBrowserSession(ctx.db, hashSecret(oldToken))
  const old = (await listOldBrowserSessions(ctx.db, userId)).map((id) => ({ id, userId }))
  for (const session of replaced ? [replaced, ...old] : old) await endSession(ctx, session, trace)
  return { ...ok({ success: true as const }), headers: cookies.keep(token, opened.endsAt) }
}
