import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'

/** What a mail server sends with a mail: the digest of its bytes (RFC 9530), and the signature of that. */
export const digestHeader = 'Content-Digest'
export const signatureHeader = 'X-Mail-Signature'

/** `sha-256=:<base64>:`. */
export const digestOf = (mail: Buffer): string => `sha-256=:${createHash('sha256').update(mail).digest('base64')}:`

/** The HMAC-SHA256 of the digest, in hex. */
export const signatureOf = (digest: string, secret: string): string =>
  createHmac('sha256', secret).update(digest).digest('hex')

/**
 * Whether whoever sends a mail knows the secret, which the head of the request says already.
 *
 * @throws ServiceError 401
 */
export function checkSignature(header: (name: string) => string | undefined, secrets: readonly string[]): void {
  const given = Buffer.from(header(signatureHeader) ?? '')
  const digest = header(digestHeader) ?? ''
  const isSigned = secrets.some((secret) => {
    const expected = Buffer.from(signatureOf(digest, secret))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  if (!isSigned)
    throw new ServiceError('unauthorized', `${signatureHeader} is not that of ${digestHeader}, or one is missing.`)
}

/**
 * Whether these are the bytes that were signed.
 *
 * @throws ServiceError 401
 */
export function checkDigest(header: (name: string) => string | undefined, mail: Buffer): void {
  if (header(digestHeader) !== digestOf(mail))
    throw new ServiceError('unauthorized', `${digestHeader} is not that of the body.`)
}
