import { startPlatformOAuth } from '@parley/contracts/connections/oauth'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import { requireApp } from '../oauth/app.ts'
import { callbackUrlOf } from '../oauth/redirects.ts'
import { insertState } from '../oauth/states.ts'

export const startPlatformOAuthRoute = ({ db, config, publicOrigin }: Context) =>
  route(startPlatformOAuth, async ({ params, body, caller }) => {
    const platform = platformOf(params.platform)
    const app = requireApp(platform, config)
    const { state, expiresAt } = await insertState(db, platform.name, caller, body.returnTo)
    const url = app.authorizeUrl({ state, redirectUri: callbackUrlOf(publicOrigin, platform.name) })
    return ok({ platform: platform.name, url: url.href, expiresAt })
  })
