import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { AnswerOf, Endpoint, InputOf, UploadLimits } from '@parley/contracts/endpoint'
import type { ErrorCode } from '@parley/contracts/error-codes'
import type { ErrorDetail } from '@parley/contracts/errors'
import type { ServiceName } from '@parley/contracts/services'
import * as z from 'zod'
import { assertionHeader, createSigner } from './assertion.ts'
import { SigningKey } from './config.ts'
import { ServiceError } from './errors.ts'
import { childSpan, type Trace } from './trace.ts'

/** What a service that calls others is configured with, beside a `ServiceUrl` for each of them. */
export const ServiceClientConfig = z.object({
  INTERNAL_SIGNING_KEY: SigningKey.describe(
    'Signs who calls, for the services that this one calls: base64 of an EC P-256 private key (PKCS#8 DER), its own.',
  ),
})

export interface ServiceCallOptions {
  /** The workspace that the call is about; null for none in particular. */
  workspaceId: string | null
  /** The person whom this service acts for; null for none. */
  userId: string | null
  /** That of the request, event or job that the call is made for. */
  trace: Trace
  /**
   * Makes a POST safe to repeat: the same key and input answer what the first call did, for 24 hours. Without it a call
   * has a key of its own, which its retries share.
   */
  idempotencyKey?: string | undefined
  /** Ends the call, its retries included: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** How long the call may take, with its retries and the reading of bytes; default: the client's. */
  timeoutMs?: number | undefined
}

/** Calls other services as this one. */
export interface ServiceClient<Callee extends ServiceName> {
  /**
   * Calls an endpoint of the service that owns it: `client.call(changeMessage, { id, author, change }, { workspaceId, … })`.
   * Path, query and body fields are given in one object, files of an upload as `File`s. A call that can be repeated safely
   * is, when its connection is lost or the service is busy or stopping.
   *
   * @returns the body of the success
   * @throws ServiceError what the other service has refused, as it did; 503 or 504 naming a service that cannot be reached,
   *   or not in time; 502 naming one that does not know this service's key or the endpoint
   */
  call<E extends Endpoint & { owner: Callee }>(
    endpoint: E,
    input: InputOf<E>,
    options: ServiceCallOptions,
  ): Promise<AnswerOf<E>>

  /**
   * As `call`, for an endpoint that answers bytes.
   *
   * @returns the answer, whose body is still to be read, within the time that a call may take
   */
  open<E extends Endpoint & { owner: Callee; method: 'get'; produces: 'application/octet-stream' }>(
    endpoint: E,
    input: InputOf<E>,
    options: ServiceCallOptions,
  ): Promise<Response>
}

/** Within the minute that an assertion is valid, and less than the gateway waits. */
const defaultTimeoutMs = 10_000
/** A file may be large: it has the whole minute. */
const uploadTimeoutMs = 60_000

/**
 * A client for the internal endpoints of other services. Each call carries an assertion that this service makes it, signed
 * for the one that is called.
 *
 * @param name this service
 * @param options.urls where the services that it calls answer
 * @param options.timeoutMs how long a call may take, with its retries; default: 10,000. An upload has 60,000
 */
export function createServiceClient<Callee extends ServiceName>(
  name: ServiceName,
  options: { signingKey: string; urls: Readonly<Record<Callee, string>>; timeoutMs?: number },
): ServiceClient<Callee> {
  const { urls } = options
  const sign = createSigner(name, options.signingKey)
  /** Sends until there is an answer that `read` takes, or none that another try would change. */
  async function ask<E extends Endpoint & { owner: Callee }, T>(
    endpoint: E,
    input: InputOf<E>,
    { workspaceId, userId, trace, idempotencyKey, signal, timeoutMs: ownTimeoutMs }: ServiceCallOptions,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const callee: Callee = endpoint.owner
    const clientTimeoutMs = endpoint.upload ? uploadTimeoutMs : (options.timeoutMs ?? defaultTimeoutMs)
    const timeoutMs = ownTimeoutMs ?? clientTimeoutMs
    const timeout = AbortSignal.timeout(timeoutMs)
    const { path, body } = placeFields(endpoint, input as Record<string, unknown>)
    const { requestId, traceparent } = childSpan(trace)
    const request = {
      method: endpoint.method.toUpperCase(),
      headers: {
        [assertionHeader]: sign(callee, { kind: 'service', service: name, workspaceId, userId }),
        'X-Request-Id': requestId,
        traceparent,
        ...(typeof body === 'string' && { 'Content-Type': 'application/json' }),
        ...(endpoint.idempotent && { 'Idempotency-Key': idempotencyKey ?? randomUUID() }),
      },
      ...(body !== undefined && { body }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }
    const isRepeatable = endpoint.method !== 'post' || endpoint.idempotent
    try {
      for (let tries = 1; ; tries++) {
        const answer = await send(`${urls[callee]}${path}`, request, endpoint, read)
        if ('success' in answer) return answer.success
        const delayMs = delayOf(answer, tries)
        if (!isRepeatable || tries > maxRetries || delayMs === undefined || delayMs > timeoutMs)
          throw failureOf(callee, answer)
        await wait(delayMs, undefined, { signal: request.signal })
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (timeout.aborted) throw new ServiceError('timeout', `${callee} took too long.`, { cause: error })
      throw error
    }
  }

  return {
    call: <E extends Endpoint & { owner: Callee }>(endpoint: E, input: InputOf<E>, options: ServiceCallOptions) =>
      ask(endpoint, input, options, bodyOf) as Promise<AnswerOf<E>>,
    open: (endpoint, input, options) => ask(endpoint, input, options, async (response) => response),
  }
}

const maxRetries = 2
const firstDelayMs = 100

/** An answer that is no success; without one there is what prevented it. */
interface Failure {
  status: number
  body?: unknown
  retryAfter?: string | null
  lost?: unknown
}

async function send<T>(
  url: string,
  request: RequestInit,
  { responses }: Endpoint,
  read: (response: Response) => Promise<T>,
): Promise<{ success: T } | Failure> {
  try {
    const response = await fetch(url, request)
    const { status } = response
    if (status in responses) return { success: await read(response) }
    return { status, body: await bodyOf(response), retryAfter: response.headers.get('retry-after') }
  } catch (error) {
    request.signal?.throwIfAborted()
    return { status: 0, lost: error }
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  return /\bjson\b/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text
}

/** After how long a repetition may help; undefined where it cannot. A 409 to be repeated: the first is still running. */
function delayOf({ status, retryAfter, lost }: Failure, tries: number): number | undefined {
  const askedMs = retryAfter ? Number(retryAfter) * 1_000 : undefined
  const isPassing = lost !== undefined || status === 503 || (status === 409 && askedMs !== undefined)
  return isPassing ? (askedMs ?? firstDelayMs * 2 ** (tries - 1)) : undefined
}

/** Where the fields of a call's input go. */
function placeFields({ path, query, body, upload }: Endpoint, input: Record<string, unknown>) {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(input[name] ?? '')
    // `..` would be another path.
    if (/^\.{0,2}$/.test(value)) throw new TypeError(`${name} cannot be ${JSON.stringify(value)}.`)
    return encodeURIComponent(value)
  })
  const pick = (part: NonNullable<Endpoint['body']>) =>
    Object.entries(input).filter(([name, value]) => name in part.shape && value !== undefined)
  const search =
    query && new URLSearchParams(pick(query).map(([name, value]): [string, string] => [name, String(value)]))
  return {
    path: search?.size ? `${filled}?${search}` : filled,
    body: body && (upload ? formOf(upload, pick(body)) : JSON.stringify(Object.fromEntries(pick(body)))),
  }
}

function formOf({ field }: UploadLimits, fields: [string, unknown][]): FormData {
  const form = new FormData()
  for (const [name, value] of fields)
    if (name === field) for (const file of value as File[]) form.append(name, file)
    else form.append(name, String(value))
  return form
}

/** What only a wrong deployment is answered: it says nothing to whoever has called this service. */
const ours: readonly ErrorCode[] = ['unauthorized', 'unknown_route', 'method_not_allowed']

function failureOf(callee: ServiceName, answer: Failure): ServiceError {
  if (answer.lost !== undefined)
    return new ServiceError('unavailable', `${callee} cannot be reached right now.`, {
      cause: answer.lost,
      headers: { 'Retry-After': '1' },
    })
  const { error } = (answer.body ?? {}) as { error?: { code: ErrorCode; message: string; details?: ErrorDetail[] } }
  const cause = new Error(`${callee} has answered ${answer.status}: ${error?.message ?? 'not as a service does'}`)
  if (!error || ours.includes(error.code))
    return new ServiceError('bad_gateway', `${callee} does not take calls of this service.`, { cause })
  return new ServiceError(error.code, error.message, {
    cause,
    ...(error.details && { details: error.details }),
    ...(answer.retryAfter && { headers: { 'Retry-After': answer.retryAfter } }),
  })
}
