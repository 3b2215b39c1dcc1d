import { DiscordAPIError, HTTPError, RateLimitError, REST, type RequestData } from '@discordjs/rest'
import { PlatformError, type PlatformFailure } from '../platform-error.ts'

/** A call of the REST API. What is answered is not checked. */
export type Call = (
  method: 'get' | 'post' | 'put' | 'patch' | 'delete',
  path: `/${string}`,
  signal: AbortSignal,
  request?: Pick<RequestData, 'body' | 'query' | 'files' | 'auth' | 'headers' | 'passThroughBody'>,
) => Promise<unknown>

/** Until a call's whole answer is there. */
const callMs = 30_000

/** Calls of the REST API. None is repeated, nor waits for a limit: who calls knows when to call again. */
export function createCalls(token: string, apiUrl: string): Call {
  const rest = new REST({
    ...{ api: apiUrl.replace(/\/$/, ''), version: '10', retries: 0, timeout: callMs, rejectOnRateLimit: () => true },
    ...{ hashSweepInterval: 0, handlerSweepInterval: 0, offset: 0 },
  }).setToken(token)
  return async (method, path, signal, request = {}) => {
    try {
      return await rest[method](path, { ...request, signal })
    } catch (error) {
      signal.throwIfAborted()
      throw failureOf(error)
    }
  }
}

/** A refusal by the number that Discord gives it. */
export const isRefusal = (error: unknown, ...codes: number[]): boolean =>
  error instanceof PlatformError && error.cause instanceof DiscordAPIError && codes.includes(Number(error.cause.code))

/** A request that is larger than Discord takes: a server may have a limit below everybody's. */
export const isTooLarge = (error: unknown): boolean =>
  isRefusal(error, 40_005) ||
  (error instanceof PlatformError && error.cause instanceof HTTPError && error.cause.status === 413)

function failureOf(cause: unknown): unknown {
  if (cause instanceof RateLimitError) {
    const retryAfterMs = Math.max(cause.retryAfter, cause.timeToReset)
    return new PlatformError('rate_limited', `429: ${cause.scope} limit`, { retryAfterMs, cause })
  }
  if (cause instanceof DiscordAPIError) {
    const failure = failures[Number(cause.code)] ?? failureOfStatus(cause.status)
    return new PlatformError(failure, `${cause.code}: ${firstLine(cause.message)}`, { cause })
  }
  if (cause instanceof HTTPError)
    return new PlatformError(failureOfStatus(cause.status), `Discord answered ${cause.status}.`, { cause })
  return new PlatformError('unavailable', 'Discord cannot be reached, or took too long.', { cause })
}

const firstLine = (text: string): string => text.split('\n')[0]!.slice(0, 200)

function failureOfStatus(status: number): PlatformFailure {
  if (status >= 500 || status === 408) return 'unavailable'
  if (status === 401) return 'unauthorized'
  return status === 403 ? 'missing_scope' : 'rejected'
}

const failures: Record<number, PlatformFailure> = {
  10003: 'channel_gone', // unknown channel
  10004: 'channel_gone', // unknown guild
  50001: 'channel_gone', // missing access
  10008: 'not_found', // unknown message
  10013: 'not_found', // unknown user
  10014: 'rejected', // unknown emoji
  50007: 'rejected', // cannot send messages to this user
  50013: 'missing_scope', // missing permissions
  50083: 'archived', // thread is archived
}

/** Does something in a thread, if it is one. Where that is gone, or archived, the channel is not. */
export async function inThread<Result>(threadId: string | null, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (threadId === null || !isRefusal(error, 10_003, 50_083)) throw error
    throw new PlatformError('not_found', 'The thread is gone, or archived.', { cause: error })
  }
}
