import { returnFromPlatform } from '@parley/contracts/connections/oauth'
import { route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { redirectTo } from '../oauth/redirects.ts'
import { findReturn } from '../oauth/states.ts'

export const returnFromPlatformRoute = ({ db, publicOrigin }: Context) =>
  route(returnFromPlatform, async ({ params: { platform }, query: { state, code } }) => {
    const returnTo = await findReturn(db, platform, state)
    if (returnTo === undefined) return redirectTo(publicOrigin, '/app', { oauth: platform, error: 'expired' })
    if (code === undefined) return redirectTo(publicOrigin, returnTo, { oauth: platform, error: 'denied' })
    return redirectTo(publicOrigin, returnTo, { oauth: platform, state, code })
  })
