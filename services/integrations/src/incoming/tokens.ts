import { createHash, randomBytes } from 'node:crypto'

const tokenBytes = 32

/** What a URL of an incoming webhook ends with. */
export const newToken = (): string => randomBytes(tokenBytes).toString('base64url')

/** As it is kept, and looked up: a digest takes as long for any token. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

export const urlOfToken = (publicOrigin: string, token: string): string => `${publicOrigin}/hooks/${token}`
