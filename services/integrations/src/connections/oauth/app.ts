import { ServiceError } from '@parley/kit/errors'
import type { Context } from '../../context.ts'
import type { OAuthApp, Platform } from '../../platforms/platform.ts'

/** @throws ServiceError `not_supported` where this deployment has no app there */
export function requireApp({ displayName, oauth }: Platform, config: Context['config']): OAuthApp<unknown> {
  const app = oauth?.(config)
  if (app) return app
  const why = oauth ? 'No app of this deployment is configured there.' : 'It has no such way.'
  throw new ServiceError('not_supported', `${why} Connect ${displayName} with its credentials.`)
}
