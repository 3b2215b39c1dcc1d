import { createHash, randomBytes } from 'node:crypto'

/** So much of a key is kept readable, to recognise it by. */
const shownLength = 12

/** A new widget key of 128 random bits, and what is kept of it. */
export function newPlainKey(): { plainKey: string; prefix: string; hash: Buffer } {
  const plainKey = `prl_wk_${randomBytes(16).toString('hex')}`
  const hash = createHash('sha256').update(plainKey).digest()
  return { plainKey, prefix: plainKey.slice(0, shownLength), hash }
}
