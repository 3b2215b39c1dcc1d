/**
 * Why a platform did not do what it was asked.
 *
 *   rate_limited   it wants to be asked again after `retryAfterMs`
 *   unavailable    it failed, or could not be reached: asking again may help, and what was asked may have been done
 *   unauthorized   the credentials are wrong, revoked or expired
 *   missing_scope  they do not allow it: `detail` names what is missing
 *   channel_gone   there is no such channel (any more), or our account is not in it
 *   archived       the channel takes nothing
 *   not_found      there is no such message, file or person
 *   rejected       it will never take this: `detail` says why
 */
export type PlatformFailure =
  | 'rate_limited'
  | 'unavailable'
  | 'unauthorized'
  | 'missing_scope'
  | 'channel_gone'
  | 'archived'
  | 'not_found'
  | 'rejected'

interface PlatformErrorOptions {
  retryAfterMs?: number
  /** Where it is not given, `unavailable` may be, and nothing else. */
  mayBeDone?: boolean
  movedTo?: string
  cause?: unknown
}

/** Thrown by a platform's client. Its message is the platform's own words, and never holds a credential. */
export class PlatformError extends Error {
  readonly failure: PlatformFailure
  readonly retryAfterMs: number | undefined
  /** Short enough for a connection's `lastError`. */
  readonly detail: string
  /** What was asked may have been done: there was no answer. */
  readonly mayBeDone: boolean
  /** The id that the channel has now. */
  readonly movedTo: string | undefined

  constructor(failure: PlatformFailure, detail: string, options: PlatformErrorOptions = {}) {
    super(`${failure}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.failure = failure
    this.detail = detail
    this.retryAfterMs = options.retryAfterMs
    this.mayBeDone = options.mayBeDone ?? failure === 'unavailable'
    this.movedTo = options.movedTo
  }

  /** Asking once more may be answered. */
  get isTemporary(): boolean {
    return this.failure === 'rate_limited' || this.failure === 'unavailable'
  }
}
