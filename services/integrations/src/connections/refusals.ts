import type { PlatformName } from '@parley/contracts/connections/platform'
import { ServiceError } from '@parley/kit/errors'
import { PlatformError } from '../platforms/platform-error.ts'
import { platformOf } from '../platforms/registry.ts'

export const notConnected = (platform: PlatformName): ServiceError =>
  new ServiceError('not_found', `${platformOf(platform).displayName} is not connected.`)

export const noSuchRemoteChannel = (): ServiceError =>
  new ServiceError('not_found', 'This platform has no such channel.')

/** What a platform refused, as the answer to whoever asked for it. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof PlatformError)) return error
  const expected = { isExpected: true, cause: error }
  switch (error.failure) {
    case 'rate_limited':
      return new ServiceError('rate_limited', error.detail, expected)
    case 'unavailable':
      return new ServiceError('unavailable', error.detail, expected)
    case 'unauthorized':
    case 'missing_scope':
      return new ServiceError('conflict', error.detail, expected)
    default:
      return new ServiceError('bad_gateway', error.detail, expected)
  }
}
