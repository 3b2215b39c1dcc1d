import type { ErrorCode } from '@parley/contracts/error-codes'
import { ServiceError } from '@parley/kit/errors'
import { EngineError, type EngineFailure } from './engine.ts'

const codes: Record<EngineFailure, ErrorCode> = {
  busy: 'unavailable',
  unreachable: 'unavailable',
  slow: 'timeout',
  broken: 'bad_gateway',
  context_exceeded: 'bad_gateway',
  rejected: 'bad_gateway',
  misconfigured: 'unavailable',
}
/** After how many seconds a call may be repeated, where the engine says nothing about it. */
const retryAfterSeconds = 5

/** What a call is answered with that an engine has failed, or not answered in time; any other error as it is. */
export function toRefusal(error: unknown): unknown {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new ServiceError('timeout', 'The model took too long.', { cause: error })
  if (!(error instanceof EngineError)) return error
  const code = codes[error.failure]
  const seconds = error.retryAfterMs === undefined ? retryAfterSeconds : Math.ceil(error.retryAfterMs / 1_000)
  return new ServiceError(code, error.message, {
    cause: error,
    ...(code === 'unavailable' && { headers: { 'Retry-After': String(seconds) } }),
  })
}
