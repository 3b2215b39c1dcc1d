import type { IncomingMessage } from 'node:http'

/** The token or API key a request comes with: `Authorization: Bearer …`, else `x-api-key`. */
export function credentialOf({ headers }: IncomingMessage): string | undefined {
  const { authorization } = headers
  if (authorization !== undefined && bearer.test(authorization)) return authorization.slice(7).trim() || undefined
  const key = headers['x-api-key']
  return (typeof key === 'string' && key.trim()) || undefined
}

const bearer = /^bearer /i
