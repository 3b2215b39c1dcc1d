import type { ErrorCode } from '@parley/contracts/error-codes'
import type { ErrorDetail } from '@parley/contracts/errors'
import { OutsideError } from './outside/error.ts'

/** The one error that handlers throw on purpose: a code with its status, a sentence, and the fields at fault. */
export class ServiceError extends Error {
  override name = 'ServiceError'
  readonly code: ErrorCode
  readonly details: ErrorDetail[] | undefined
  /** Ids of what goes on in spite of it, or is to be done about it. */
  readonly about: Readonly<Record<string, string>> | undefined
  readonly headers: Record<string, string>
  /** A 5xx that follows from how the deployment is set up: it is no failure, and not logged. */
  readonly isExpected: boolean

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown
      details?: ErrorDetail[]
      about?: Record<string, string>
      headers?: Record<string, string>
      isExpected?: boolean
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.details = options.details
    this.about = options.about
    this.headers = options.headers ?? {}
    this.isExpected = options.isExpected ?? false
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

/** What a process calls and cannot answer for. */
export type Dependency = 'database' | 'redis' | 'file storage'

const dependencyKey = Symbol('dependency')
type Marked = { [dependencyKey]?: Dependency }

/** Marks what a call to a dependency failed with, so that `toServiceError` knows what it is about; the first mark stays. */
export function markFailure<E>(dependency: Dependency, error: E): E {
  if (typeof error === 'object' && error !== null) (error as Marked)[dependencyKey] ??= dependency
  return error
}

/** The result of a call to a dependency; what it throws is marked. */
export const calling = <T>(dependency: Dependency, call: Promise<T>): Promise<T> =>
  call.catch((error) => {
    throw markFailure(dependency, error)
  })

/**
 * What an unexpected error is answered as: a dependency that is unavailable is a 503, one too slow a 504, one outside
 * that cannot be used a 502, and the rest a 500. What is not marked is no dependency's, whatever its code.
 */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  if (error instanceof OutsideError)
    return new ServiceError(error.reason === 'timeout' ? 'timeout' : 'bad_gateway', error.message, { cause: error })
  const dependency = (error as Marked | undefined)?.[dependencyKey]
  const failure = dependency && failures[dependency](error as Failure)
  return failure ?? new ServiceError('internal', 'Something went wrong on our side.', { cause: error })
}

interface Failure {
  code?: unknown
  name?: string
  message?: string
  errors?: unknown[]
}

/** How each dependency's failures are answered; undefined for a fault of ours. */
const failures: Record<Dependency, (failure: Failure) => ServiceError | undefined> = {
  database(failure) {
    const code = String(failure.code)
    if (code === '57014') return new ServiceError('timeout', 'The database took too long.', { cause: failure })
    if (code === tooManyConnections || failure.message === poolExhausted)
      return unavailable('Too busy right now; try again.', failure)
    if (lostRace.has(code)) return unavailable('Too many changes at once; try again.', failure)
    return databaseUnavailable.test(code) || isConnectionLost(failure)
      ? unavailable('The database cannot be reached right now.', failure)
      : undefined
  },
  redis: (failure) =>
    failure.name === 'ReplyError' && !redisUnavailable.test(failure.message ?? '')
      ? undefined
      : unavailable('Redis cannot be reached right now.', failure),
  'file storage': (failure) => unavailable('The file storage cannot be used right now.', failure, 5),
}

/** SQLSTATEs of a database that is unavailable, shutting down or out of room, by exact code or class. */
const databaseUnavailable = /^(08|53|57P0|58)/
/** What pg's pool says when no connection became free, and the SQLSTATE of a cluster that has no more to give. */
const poolExhausted = 'timeout exceeded when trying to connect'
const tooManyConnections = '53300'
/** A deadlock, a serialization failure, a lock that was not given in time. */
const lostRace = new Set(['40P01', '40001', '55P03'])
/** What a Redis server that is up answers while it cannot do its work. */
const redisUnavailable = /^(LOADING|READONLY|OOM|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|MISCONF)\b/

const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])

const isConnectionLost = ({ code, message = '', errors = [] }: Failure): boolean =>
  [code, ...errors.map((inner) => (inner as Failure).code)].some((each) => socketErrors.has(String(each))) ||
  /^(Connection terminated|Client has encountered a connection error)/.test(message)

const unavailable = (message: string, cause: unknown, retryAfterSeconds = 1): ServiceError =>
  new ServiceError('unavailable', message, { cause, headers: { 'Retry-After': String(retryAfterSeconds) } })
