import { createHash, randomBytes } from 'node:crypto'

/** So much of a key is kept readable, to recognise it by. */
const shownLength = 12

/** What is kept of a widget key. */
export const hashOfKey = (plainKey: string): Buffer => createHash('sha256').update(plainKey).digest()

/** A new widget key of 128 random bits, and what is kept of it. */
export function newPlainKey(): { plainKey: string; prefix: string; hash: Buffer } {
  const plainKey = `prl_wk_${randomBytes(16).toString('hex')}`
  return { plainKey, prefix: plainKey.slice(0, shownLength), hash: hashOfKey(plainKey) }
}
