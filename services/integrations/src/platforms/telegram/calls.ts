import { Api, type ApiClientOptions, GrammyError, HttpError } from 'grammy'
import { PlatformError, type PlatformFailure } from '../platform-error.ts'

/** A call of the Bot API, which ends with its signal. */
export type Call = <Result>(
  signal: AbortSignal,
  work: (api: Api) => Promise<Result>,
  options?: { timeoutMs?: number },
) => Promise<Result>

/** Until a call's whole answer is there. */
const callMs = 30_000

/** Calls of the Bot API. None is repeated, nor waits for a limit: who calls knows when to call again. */
export function createCalls(token: string, apiUrl: string): Call {
  const apiRoot = apiUrl.replace(/\/$/, '')
  return async (signal, work, { timeoutMs = callMs } = {}) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const given: ApiClientOptions = { apiRoot, fetch: fetchWithin(limited) as unknown as ApiClientOptions['fetch'] }
    try {
      return await work(new Api(token, given))
    } catch (error) {
      signal.throwIfAborted()
      throw failureOf(error)
    }
  }
}

/** The platform's own `fetch` in place of the client's, which is given signals of another kind. */
const fetchWithin =
  (signal: AbortSignal) =>
  async (url: string, { method, headers, body }: RequestInit): Promise<Response> => {
    const request = { method, headers, body, signal, redirect: 'error', duplex: 'half' } as RequestInit
    const answer = await fetch(url, request)
    if (answer.headers.get('content-type')?.includes('json')) return answer
    await answer.body?.cancel()
    // Something in front of Telegram has answered in its place.
    throw new PlatformError('unavailable', `Telegram answered ${answer.status}.`, { mayBeDone: false })
  }

/** Errors of a connection that was never made: nothing was sent. */
const neverSent = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
])

function failureOf(error: unknown): unknown {
  if (error instanceof GrammyError) return refusalOf(error)
  if (!(error instanceof HttpError)) return error
  if (error.error instanceof PlatformError) return error.error
  const { cause } = error.error as { cause?: { code?: string } }
  const mayBeDone = !neverSent.has(cause?.code ?? '')
  return new PlatformError('unavailable', 'Telegram cannot be reached, or took too long.', { mayBeDone })
}

/** The client's own error is no cause of ours: it holds what was sent. */
function refusalOf({ error_code: code, description, parameters }: GrammyError): PlatformError {
  const detail = description.slice(0, 200)
  const { retry_after, migrate_to_chat_id: moved } = parameters
  if (code === 429) return new PlatformError('rate_limited', detail, { retryAfterMs: (retry_after ?? 5) * 1_000 })
  if (moved !== undefined) return new PlatformError('channel_gone', detail, { movedTo: String(moved) })
  // Somebody else asks for the same bot's updates.
  if (code >= 500 || code === 409) return new PlatformError('unavailable', detail, { mayBeDone: false })
  const [, failure] = failures.find(([pattern]) => pattern.test(`${code} ${description}`)) ?? []
  return new PlatformError(failure ?? 'rejected', detail)
}

/** Telegram says what is wrong in words alone. */
const failures: readonly (readonly [RegExp, PlatformFailure])[] = [
  // A token that is none is a path that is not found.
  [/^401|^404 Not Found$/, 'unauthorized'],
  [/not enough rights|have no rights|CHAT_ADMIN_REQUIRED|CHAT_WRITE_FORBIDDEN/i, 'missing_scope'],
  [/^403|chat not found|PEER_ID_INVALID|chat was deleted/i, 'channel_gone'],
  [/TOPIC_CLOSED/, 'archived'],
  [/message (to \w+ |with \w+ )?not found|MESSAGE_ID_INVALID/i, 'not_found'],
]
