import type { PlatformName } from '@parley/contracts/connections/platform'
import type { Redirect } from '@parley/kit/content'

/** Where a platform sends browsers back to: it must be registered with our app there. */
export const callbackUrlOf = (publicOrigin: string, platform: PlatformName): string =>
  `${publicOrigin}/api/v2/platform-connections/${platform}/oauth/callback`

/** Sends a browser on, to a page of our own. */
export function redirectTo(publicOrigin: string, path: string, query: Record<string, string>): Redirect {
  const url = new URL(path, publicOrigin)
  url.search = new URLSearchParams(query).toString()
  return { status: 303, location: url.href, headers: { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' } }
}
