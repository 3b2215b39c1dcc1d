import * as z from 'zod'
import { PlatformError, type PlatformFailure } from '../platform-error.ts'
import { retryAfterOf, type Tokens } from './tokens.ts'

/** A call of Microsoft Graph or the Bot Framework. What is answered is not checked. */
export type Call = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  /** Behind the API's base URL, or a whole URL below that. */
  path: string,
  signal: AbortSignal,
  options?: { body?: object; missing?: PlatformFailure },
) => Promise<unknown>

/** Until a call's whole answer is there. */
const callMs = 30_000

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string().default('') }) })

/**
 * Calls of an API. None is repeated but for one whose token has expired early, nor waits for a limit: who calls knows when
 * to call again. What is not there fails as `missing`, which is `not_found` if it is not given.
 */
export function createCalls(baseUrl: string, tokens: Tokens): Call {
  async function request(method: string, url: string, body: object | undefined, signal: AbortSignal) {
    const token = await tokens.get(signal)
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
    const limited = AbortSignal.any([signal, AbortSignal.timeout(callMs)])
    const given = {
      method,
      headers,
      signal: limited,
      redirect: 'error',
      ...(body && { body: JSON.stringify(body) }),
    } as const
    const answer = await fetch(url, given)
    if (answer.status === 401) tokens.forget(token)
    return answer
  }

  return async (method, path, signal, { body, missing = 'not_found' } = {}) => {
    const url = urlOf(baseUrl, path)
    try {
      let answer = await request(method, url, body, signal)
      if (answer.status === 401) {
        await answer.body?.cancel()
        answer = await request(method, url, body, signal)
      }
      const text = await answer.text()
      if (!answer.ok) throw refusalOf(answer, parsed(text), missing)
      return text === '' ? undefined : JSON.parse(text)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof PlatformError) throw error
      throw new PlatformError('unavailable', 'Microsoft cannot be reached, or took too long.', { cause: error })
    }
  }
}

/** The token goes to the API alone, whatever a link of its answers says. */
export function urlOf(baseUrl: string, path: string): string {
  const url = new URL(path, baseUrl)
  if (!url.href.startsWith(baseUrl)) throw new PlatformError('rejected', 'This is no address of the API.')
  return url.href
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusalOf({ status, headers }: Response, given: unknown, missing: PlatformFailure): PlatformError {
  const { data } = Refusal.safeParse(given)
  const detail = data ? `${data.error.code}: ${data.error.message.slice(0, 200)}` : `Microsoft answered ${status}.`
  if (status === 429) return new PlatformError('rate_limited', detail, { retryAfterMs: retryAfterOf(headers) })
  // Without a refusal of its own, something in front of it has answered.
  if (status >= 500 || status === 408 || !data) return new PlatformError('unavailable', detail)
  if (status === 404 || status === 410) return new PlatformError(missing, detail)
  return new PlatformError(failures[status] ?? 'rejected', detail)
}

const failures: Record<number, PlatformFailure> = { 401: 'unauthorized', 403: 'missing_scope' }

/** A refusal by the name that Microsoft gives it. */
export const isRefusal = (error: unknown, ...codes: string[]): boolean =>
  error instanceof PlatformError && codes.includes(error.detail.split(':')[0]!)
