import { createHash, randomBytes } from 'node:crypto'

/** What an API key looks like. */
export const keyPattern = /^prl_sk_live_[0-9a-f]{32}$/
/** So much of a key is kept readable, to recognise it by. */
const shownKeyLength = 16

/** A new API key: 128 random bits, shown once. */
export function newApiKey(): { key: string; prefix: string } {
  const key = `prl_sk_live_${randomBytes(16).toString('hex')}`
  return { key, prefix: key.slice(0, shownKeyLength) }
}

/** A new secret of 256 random bits: a single-use token for a mail's link, or what a browser session's cookie holds. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** The SHA-256 under which such a secret or a key is kept: both are random enough to need no slower hash. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
