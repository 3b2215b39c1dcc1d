import type { ErrorCode, ErrorDetail } from '@parley/contracts/errors'

/** The one error that handlers throw on purpose: a code with its status, a sentence, and the fields at fault. */
export class ServiceError extends Error {
  override name = 'ServiceError'
  readonly code: ErrorCode
  readonly details: ErrorDetail[] | undefined
  readonly headers: Record<string, string>

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: ErrorDetail[]; headers?: Record<string, string> } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.details = options.details
    this.headers = options.headers ?? {}
  }
}

/** A 400 that names one field. */
export const invalid = (path: string, message: string): ServiceError =>
  new ServiceError('invalid_input', `${path}: ${message}`, { details: [{ path, message }] })

/** As many fields at fault are named. */
export const maxDetails = 50

/** A 400 that names every field at fault. */
export function invalidInput(found: readonly ErrorDetail[]): ServiceError {
  const details = found.slice(0, maxDetails)
  const [first] = details
  return new ServiceError('invalid_input', first ? `${first.path || 'body'}: ${first.message}` : 'Invalid input.', {
    details,
  })
}

/** SQLSTATEs of a database that is unavailable, shutting down or out of room, by exact code or class. */
const databaseUnavailable = /^(08|53|57P0|58)/
/** What pg's pool says when no connection became free, and the SQLSTATE of a cluster that has no more to give. */
const poolExhausted = 'timeout exceeded when trying to connect'
const tooManyConnections = '53300'
const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])

/** What an unexpected error is answered as: an unavailable dependency is a 503, one too slow a 504, the rest a 500. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  const { code, message, errors } = error as { code?: unknown; message?: string; errors?: unknown[] }
  if (typeof code === 'string') {
    if (code === '57014') return new ServiceError('timeout', 'The database took too long.', { cause: error })
    if (code === tooManyConnections) return busy('Too busy right now; try again.', error)
    if (databaseUnavailable.test(code) || socketErrors.has(code)) return unavailable(error)
    if (code === '40P01' || code === '40001' || code === '55P03')
      return busy('Too many changes at once; try again.', error)
  }
  if (Array.isArray(errors) && errors.some((inner) => socketErrors.has(String((inner as { code?: unknown }).code))))
    return unavailable(error)
  if (message === poolExhausted) return busy('Too busy right now; try again.', error)
  if (/^(Connection terminated|Client has encountered a connection error)/.test(message ?? ''))
    return unavailable(error)
  return new ServiceError('internal', 'Something went wrong on our side.', { cause: error })
}

const busy = (message: string, cause: unknown): ServiceError =>
  new ServiceError('unavailable', message, { cause, headers: { 'Retry-After': '1' } })

const unavailable = (cause: unknown): ServiceError => busy('The database cannot be reached right now.', cause)
