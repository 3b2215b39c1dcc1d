import { createHmac, timingSafeEqual } from 'node:crypto'
import { AvatarUrl } from '@parley/contracts/identity/avatar-url'
import { getForeignAvatar } from '@parley/contracts/identity/avatars'
import type { TransformResponse } from '@parley/kit/http'
import type { FileUrlConfig } from './config.ts'
import { createRewrite } from './rewrite.ts'

/**
 * Signs and checks the URLs by which the gateway fetches pictures of other servers: HMAC-SHA256 over the picture's URL.
 * They do not expire, so that browsers keep the pictures. The first secret signs; all of them verify.
 */
export function createAvatarUrls({ PUBLIC_URL: baseUrl, FILE_URL_SECRET: secrets }: FileUrlConfig) {
  const { origin } = new URL(baseUrl)
  // No ticket of a file begins like this: they begin with a path.
  const signatureOf = (secret: string, url: string) => createHmac('sha256', secret).update(`avatar|${url}`).digest()

  return {
    /** The URL that shows a picture: its own where that is of this deployment, or no http(s) URL. */
    show(given: string): string {
      const url = URL.parse(given, baseUrl)
      if (!url || url.origin === origin || !/^https?:$/.test(url.protocol)) return given
      const signature = signatureOf(secrets[0]!, url.href).toString('base64url')
      const path = getForeignAvatar.path.replace(':signature', signature)
      return `${baseUrl}${path}?url=${encodeURIComponent(url.href)}`
    },

    /** Whether this deployment gave out this signature for this picture. */
    isSigned(url: string, signature: string): boolean {
      const given = Buffer.from(signature, 'base64url')
      return secrets.some((secret) => {
        const expected = signatureOf(secret, url)
        return given.length === expected.length && timingSafeEqual(given, expected)
      })
    },
  }
}

export type AvatarUrls = ReturnType<typeof createAvatarUrls>

/** Replaces the avatars of a value that is about to be shown by a schema: exactly where that says `AvatarUrl`. */
export const showAvatars = createRewrite<string>(AvatarUrl)

/** Shows the avatars of every answer of a service. */
export const showAvatarsOfAnswers =
  (urls: AvatarUrls): TransformResponse =>
  (body, status, { endpoint }) => {
    const shape = endpoint.responses[status]
    if (shape) showAvatars(shape, body, urls.show)
  }
