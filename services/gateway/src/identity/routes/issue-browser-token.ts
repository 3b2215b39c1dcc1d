import { issueBrowserToken } from '@parley/contracts/identity/sessions'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges } from '../access.ts'
import { hashSecret } from '../domain/secrets.ts'
import type { SessionCookie } from '../domain/session-cookie.ts'
import { signedInAnswer, signIn, signInAnywhere } from '../signed-in.ts'
import { findBrowserSession, useBrowserSession } from '../store/browser-sessions.ts'
import { noSuchWorkspace } from '../store/workspaces.ts'

export const issueBrowserTokenRoute = (ctx: GatewayContext, cookies: SessionCookie) =>
  route(issueBrowserToken, async ({ body: { workspaceId }, cookie, trace, ip, userAgent }) => {
    const secret = cookies.read(cookie)
    const found = secret === undefined ? undefined : await findBrowserSession(ctx.db, hashSecret(secret))
    if (secret === undefined || !found) throw notSignedIn()
    const origin = { ip, userAgent }
    const who = { userId: found.userId, browserSessionId: found.id, origin }
    const { signedIn, expiresAt } = await transaction(ctx.db, async (tx) => {
      let expiresAt: string | undefined
      const stillAdmitted = async () => {
        expiresAt ??= (await useBrowserSession(tx, found.id, origin))?.expiresAt
        if (expiresAt === undefined) throw notSignedIn()
      }
      const signedIn = workspaceId
        ? await signIn<string | null>(tx, { ...who, workspaceId }, stillAdmitted, trace)
        : await signInAnywhere(tx, who, stillAdmitted, trace)
      if (!signedIn) throw noSuchWorkspace()
      return { signedIn, expiresAt: expiresAt! }
    })
    await applyAccessChanges(ctx, signedIn.ended)
    return { ...ok(signedInAnswer(ctx, signedIn)), headers: cookies.keep(secret, expiresAt) }
  })

/** Leaves the cookie alone: another tab may have signed in again meanwhile, and it would be that one's. */
const notSignedIn = () => new ServiceError('unauthorized', 'No browser is signed in here, or not any more.')
