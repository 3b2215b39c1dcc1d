import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorStatus } from '@parley/contracts/error-codes'
import { errorContent } from '@parley/contracts/errors'
import type { Principal } from './assertion.ts'
import { ServiceError, toServiceError } from './errors.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { type Trace, traceFrom } from './trace.ts'
import type { Span, Tracing } from './tracing.ts'

/** What the server keeps about a request beside the request itself. */
export interface RequestState {
  trace: Trace
  /** The contract's path, once known: the route that logs and metrics name. */
  route?: string
  caller?: Principal
  ip: string
}

export interface Observers {
  log: Log
  metrics: Metrics
  tracing: Tracing
}

/** On the request itself: an entry in a WeakMap outlives its request until the next full collection of garbage. */
const stateKey = Symbol('state')
type WithState = IncomingMessage & { [stateKey]?: RequestState }

/** The state of a request, after `beginRequest`. */
export function stateOf(request: IncomingMessage): RequestState {
  const state = (request as WithState)[stateKey]
  if (!state) throw new Error('This request has not been begun.')
  return state
}

/** One value of a header. */
export const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** What was asked for without its query. */
export const pathOf = (request: IncomingMessage): string => {
  const url = request.url ?? '/'
  const end = url.search(/[?#]/)
  return end === -1 ? url : url.slice(0, end)
}

/**
 * Gives a request its id, trace and state, and logs and measures it when it ends. A request that has been begun
 * already keeps what it has.
 */
export function beginRequest(
  request: IncomingMessage,
  response: ServerResponse,
  ipOf: (request: IncomingMessage) => string,
  observers: Observers,
): RequestState {
  const known = (request as WithState)[stateKey]
  if (known) return known
  const incoming = traceFrom(header(request, 'x-request-id'), header(request, 'traceparent'))
  const span = observers.tracing.start(`HTTP ${request.method}`, incoming)
  const state: RequestState = { trace: span.trace, ip: ipOf(request), route: undefined, caller: undefined }
  ;(request as WithState)[stateKey] = state
  response.setHeader('X-Request-Id', span.trace.requestId)
  observe(request, response, state, span, observers)
  return state
}

const lineLogs = new WeakMap<Log, Log>()

/** A request's log line has these fields alone and no secret: redaction would double its cost. */
function lineLogOf(log: Log): Log {
  let lines = lineLogs.get(log)
  if (!lines) {
    lines = log.child({}, { redact: [] })
    lineLogs.set(log, lines)
  }
  return lines
}

const unlogged = new Set(['/healthz', '/readyz', '/metrics'])

/** One log line and one measurement when the answer is out or the client is gone. */
function observe(
  request: IncomingMessage,
  response: ServerResponse,
  state: RequestState,
  span: Span,
  { log, metrics }: Observers,
): void {
  const startedAt = performance.now()
  const { method = 'GET' } = request
  response.once('close', () => {
    const durationMs = performance.now() - startedAt
    const route = state.route ?? 'unmatched'
    metrics.requests.observe({ method, route, status: response.statusCode }, durationMs / 1000)
    span.end({
      failed: response.statusCode >= 500,
      name: `${method} ${route}`,
      attributes: { 'http.response.status_code': response.statusCode },
    })
    if (state.route === undefined && unlogged.has(pathOf(request))) return
    lineLogOf(log).info({
      requestId: state.trace.requestId,
      traceparent: state.trace.traceparent,
      ...(state.caller && whoCalled(state.caller)),
      method,
      route,
      status: response.writableFinished ? response.statusCode : 499,
      durationMs: Math.round(durationMs * 10) / 10,
    })
  })
}

/** What a log line says of a caller. */
function whoCalled(caller: Principal) {
  const workspaceId = caller.workspaceId ?? undefined
  if (caller.kind === 'visitor') return { workspaceId, visitorId: caller.visitorId }
  const userId = caller.userId ?? undefined
  return caller.kind === 'user' ? { workspaceId, userId } : { workspaceId, userId, service: caller.service }
}

/** Answers an error in the dialect of the path; logs it once if it was not expected. */
export function sendError(request: IncomingMessage, response: ServerResponse, error: unknown, log: Log): void {
  const bad =
    error instanceof URIError
      ? new ServiceError('invalid_input', 'The path is not valid percent-encoding.')
      : toServiceError(error)
  const { trace } = stateOf(request)
  if (errorStatus[bad.code] >= 500 && !bad.isExpected)
    log.error({ err: bad.cause ?? bad, requestId: trace.requestId, code: bad.code }, bad.message)
  const { type, text } = errorContent(pathOf(request), bad, trace.requestId)
  for (const name in bad.headers) response.setHeader(name, bad.headers[name]!)
  // Closed by us while the body still comes, the connection would be reset, and this answer might be lost with it.
  if (!request.complete) response.shouldKeepAlive = true
  response.writeHead(errorStatus[bad.code], {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}
