import {
  type Logger,
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api'
import { PlatformError, type PlatformFailure } from '../platform-error.ts'

/** Slack's own client, of whose calls each ends with its signal. */
export type Call = <Result>(signal: AbortSignal, work: (web: WebClient) => Promise<Result>) => Promise<Result>

/** Until a call's whole answer is there. */
const callMs = 30_000

/** Its log would hold what people write. */
const silence: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

/** Calls of the Web API. None is repeated, nor waits for a limit: who calls knows when to call again. */
export function createCalls(token: string | undefined, slackApiUrl: string): Call {
  return async (signal, work) => {
    const web = new WebClient(token, {
      ...{ slackApiUrl, logger: silence, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
      fetch: (url, init) => {
        const signals = [signal, AbortSignal.timeout(callMs), ...(init?.signal ? [init.signal] : [])]
        return fetch(url, { ...init, signal: AbortSignal.any(signals), redirect: 'error' })
      },
    })
    try {
      return await work(web)
    } catch (error) {
      signal.throwIfAborted()
      throw failureOf(error)
    }
  }
}

/** A refusal by the name that Slack gives it. */
export const isRefusal = (error: unknown, ...names: string[]): boolean =>
  error instanceof PlatformError && names.includes(error.detail.split(':')[0]!)

function failureOf(error: unknown): unknown {
  if (error instanceof WebAPIRateLimitedError)
    return new PlatformError('rate_limited', 'ratelimited', { retryAfterMs: error.retryAfter * 1_000, cause: error })
  if (error instanceof WebAPIHTTPError) {
    const isTheirs = error.statusCode >= 500 || error.statusCode === 408
    return new PlatformError(isTheirs ? 'unavailable' : 'rejected', `Slack answered ${error.statusCode}.`)
  }
  if (error instanceof WebAPIRequestError)
    return new PlatformError('unavailable', 'Slack cannot be reached, or took too long.', { cause: error })
  if (error instanceof WebAPIPlatformError) return refusalOf(error.data)
  return error
}

function refusalOf(data: { error: string; needed?: unknown }): PlatformError {
  const name = data.error
  // Whatever stands in front of Slack has answered.
  if (!/^[a-z0-9_]{1,100}$/.test(name)) return new PlatformError('unavailable', 'Slack’s answer cannot be understood.')
  const detail = name === 'missing_scope' ? `${name}: ${String(data.needed)}` : name
  return new PlatformError(failures[name] ?? 'rejected', detail)
}

const failures: Record<string, PlatformFailure> = {
  ...named('unauthorized', 'invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'),
  invalid_refresh_token: 'unauthorized',
  ...named('missing_scope', 'missing_scope', 'not_allowed_token_type', 'no_permission'),
  ...named('channel_gone', 'channel_not_found', 'not_in_channel', 'is_inactive'),
  ...named('archived', 'is_archived'),
  ...named('not_found', 'message_not_found', 'thread_not_found', 'file_not_found', 'user_not_found', 'users_not_found'),
  ...named('rate_limited', 'ratelimited', 'rate_limited'),
  ...named(
    'unavailable',
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
  ),
}

function named(failure: PlatformFailure, ...names: string[]): Record<string, PlatformFailure> {
  return Object.fromEntries(names.map((name) => [name, failure]))
}
