import { startPlatformOAuth } from '@parley/contracts/connections/oauth'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import { callbackUrlOf } from '../oauth/redirects.ts'
import { insertState } from '../oauth/states.ts'

export const startPlatformOAuthRoute = ({ db, config, publicOrigin }: Context) =>
  route(startPlatformOAuth, async ({ params, body, caller }) => {
    const { name, displayName, oauth } = platformOf(params.platform)
    const app = oauth?.(config)
    if (!app) {
      const why = oauth ? 'No app of this deployment is configured there.' : 'It has no such way.'
      throw new ServiceError('not_supported', `${why} Connect ${displayName} with its credentials.`)
    }
    const { state, expiresAt } = await insertState(db, name, { ...caller, returnTo: body.returnTo })
    const url = app.authorizeUrl({ state, redirectUri: callbackUrlOf(publicOrigin, name) })
    return ok({ platform: name, url: url.href, expiresAt })
  })
