import { openBrowserSessionByLink } from '@parley/contracts/identity/sessions'
import { ServiceError } from '@parley/kit/errors'
import { route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import type { Db } from '../../db.ts'
import { signInBrowser } from '../browser-sign-in.ts'
import { hashSecret } from '../domain/secrets.ts'
import type { SessionCookie } from '../domain/session-cookie.ts'
import { findSignInLink, takeSignInLink } from '../store/sign-in-links.ts'

export const openBrowserSessionByLinkRoute = (ctx: GatewayContext, cookies: SessionCookie) =>
  route(openBrowserSessionByLink, async (request) => {
    const hash = hashSecret(request.body.secret)
    const userId = await findSignInLink(ctx.db, hash)
    if (!userId) throw usedUp()
    const admit = async (tx: Db) => {
      if (!(await takeSignInLink(tx, userId, hash))) throw usedUp()
    }
    return signInBrowser(ctx, cookies, request, { userId, admit })
  })

const usedUp = () => new ServiceError('unauthorized', 'This link was used, or is too old.')
