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

/** It never writes the cookie: another tab may have signed in anew meanwhile, and an answer that comes late would undo it. */
export const issueBrowserTokenRoute = (ctx: GatewayContext, cookies: SessionCookie) =>
  route(issueBrowserToken, async ({ body: { workspaceId }, cookie, trace, ip, userAgent }) => {
    const secret = cookies.read(cookie)
    const found = secret === undefined ? undefined : await findBrowserSession(ctx.db, hashSecret(secret))
    if (!found) throw notSignedIn()
    const origin = { ip, userAgent }
    const who = { userId: found.userId, browserSessionId: found.id, origin }
    const signedIn = await transaction(ctx.db, async (tx) => {
      const stillAdmitted = async () => {
        if (!(await useBrowserSession(tx, found.id, origin))) throw notSignedIn()
      }
      const signedIn = workspaceId
        ? await signIn<string | null>(tx, { ...who, workspaceId }, stillAdmitted, trace)
        : await signInAnywhere(tx, who, stillAdmitted, trace)
      if (!signedIn) throw noSuchWorkspace()
      return signedIn
    })
    await applyAccessChanges(ctx, signedIn.ended)
    return ok(signedInAnswer(ctx, signedIn))
  })

const notSignedIn = () => new ServiceError('unauthorized', 'No browser is signed in here, or not any more.')
