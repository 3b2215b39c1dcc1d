import { hash } from 'node:crypto'
import type { Endpoint } from '@parley/contracts/endpoint'
import type * as z from 'zod'

/**
 * The account that a body names, by its email address or mailed token (whichever the contract has), parsed as the endpoint
 * will parse it and hashed, so that Redis holds no email address. Empty where it names none.
 */
export function accountOf(endpoint: Pick<Endpoint, 'body'>, body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  const { email, token } = endpoint.body?.shape ?? {}
  const given = (body as { email?: unknown; token?: unknown })[email ? 'email' : 'token']
  const account = read((email ?? token) as z.ZodType | undefined, given)
  return account === undefined ? '' : hash('sha256', String(account), 'base64url').slice(0, 22)
}

/** A request is counted before its endpoint sees it, so a schema that throws must not keep it from that. */
function read(schema: z.ZodType | undefined, given: unknown): unknown {
  try {
    return schema?.safeParse(given).data
  } catch {
    return undefined
  }
}
