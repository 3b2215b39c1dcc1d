import * as z from 'zod'
import { PlatformError } from '../platform-error.ts'

/** Before a token expires it is replaced, so that none expires on its way. */
const marginMs = 5 * 60_000
const loginMs = 15_000

export interface TeamsApp {
  tenantId: string
  clientId: string
  clientSecret: string
}

/** Tokens of one of Microsoft's APIs, for an app's own credentials. */
export interface Tokens {
  get(signal: AbortSignal): Promise<string>
  /** It was refused, although it should be good. */
  forget(token: string): void
}

const Issued = z.object({ access_token: z.string(), expires_in: z.coerce.number() })
const Refusal = z.object({ error: z.string(), error_description: z.string().default('') })

/** @param scope the API's own name, with `/.default` behind it: whatever an administrator has consented to */
export function createTokens(app: TeamsApp, loginUrl: string, scope: string): Tokens {
  let kept: { token: string; until: number } | undefined
  let asking: Promise<string> | undefined

  async function ask(): Promise<string> {
    const { tenantId, clientId: client_id, clientSecret: client_secret } = app
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret, scope })
    const url = `${loginUrl}${tenantId}/oauth2/v2.0/token`
    const request = { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(loginMs) } as const
    const answer = await fetch(url, request).catch((cause) => {
      throw new PlatformError('unavailable', 'Microsoft’s login cannot be reached.', { cause })
    })
    const given: unknown = await answer.json().catch(() => undefined)
    const { data: issued } = Issued.safeParse(given)
    if (!answer.ok || !issued) throw refusalOf(answer, given)
    kept = { token: issued.access_token, until: Date.now() + issued.expires_in * 1_000 - marginMs }
    return issued.access_token
  }

  return {
    async get(signal) {
      if (kept && Date.now() < kept.until) return kept.token
      // Whoever needs one meanwhile waits for the same.
      asking ??= ask().finally(() => {
        asking = undefined
      })
      const token = await asking
      signal.throwIfAborted()
      return token
    },
    forget(token) {
      if (kept?.token === token) kept = undefined
    },
  }
}

function refusalOf({ status, headers }: Response, given: unknown): PlatformError {
  if (status === 429) return new PlatformError('rate_limited', '429', { retryAfterMs: retryAfterOf(headers) })
  const { data: refusal } = Refusal.safeParse(given)
  if (status >= 500 || !refusal) return new PlatformError('unavailable', `Microsoft’s login answered ${status}.`)
  // Its first line; those below it are numbers of the request.
  return new PlatformError(
    'unauthorized',
    `${refusal.error}: ${refusal.error_description.split(/\r?\n/)[0]!.slice(0, 200)}`,
  )
}

export const retryAfterOf = (headers: Headers): number => {
  const seconds = Number(headers.get('retry-after'))
  return (seconds >= 0 && headers.has('retry-after') ? seconds : 5) * 1_000
}
