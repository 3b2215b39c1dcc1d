import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ErrorCode, errorStatus, renderError } from '@parley/contracts/errors'
import express, {
  type ErrorRequestHandler,
  type Request as HttpRequest,
  type RequestHandler,
  type Response,
} from 'express'
import type { Caller } from './assertion.ts'
import { invalidInput, ServiceError, toServiceError } from './errors.ts'
import { refuseUnstorable } from './input.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Readiness } from './readiness.ts'
import type { ReplayedAnswer, Route } from './route.ts'
import { type Trace, traceFrom } from './trace.ts'
import type { Span, Tracing } from './tracing.ts'

/** What the server keeps about a request beside the request itself. */
export interface RequestState {
  trace: Trace
  /** The contract's path, once known: the route that logs and metrics name. */
  route?: string
  caller?: Caller
  ip: string
}

const states = new WeakMap<IncomingMessage, RequestState>()

/** The state of a request that came in through `createApp`. */
export function stateOf(request: IncomingMessage): RequestState {
  const state = states.get(request)
  if (!state) throw new Error('This request did not come in through createApp.')
  return state
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

export interface AppOptions {
  routes: Route[]
  log: Log
  metrics: Metrics
  readiness: Readiness
  tracing: Tracing
  /** Who makes a request; throws a 401 when nobody may be believed. */
  authenticate: (request: HttpRequest) => Caller
  /** The client's address; a service behind the gateway takes the gateway's word. */
  ipOf: (request: IncomingMessage) => string
  /** What stands before the routes: the gateway's door. */
  before?: RequestHandler[]
}

/**
 * An Express app that answers the given routes and `/healthz`, `/readyz` and `/metrics`, logs one line a request, and
 * renders every error in the dialect of the path that was asked for.
 */
export function createApp(options: AppOptions) {
  const { log, metrics, readiness } = options
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('case sensitive routing', true)

  app.use((request, response, next) => {
    const incoming = traceFrom(header(request, 'x-request-id'), header(request, 'traceparent'))
    const span = options.tracing.start(`HTTP ${request.method}`, incoming)
    const state: RequestState = { trace: span.trace, ip: options.ipOf(request) }
    states.set(request, state)
    response.setHeader('X-Request-Id', span.trace.requestId)
    observe(request, response, state, span, options)
    next()
  })
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  app.get('/readyz', async (_request, response) => {
    const report = await readiness.report()
    response.status(report.status === 'ready' || report.status === 'degraded' ? 200 : 503).json(report)
  })
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  for (const middleware of options.before ?? []) app.use(middleware)
  for (const each of [...options.routes].sort(staticFirst)) bind(app, each, options)
  app.use((request) => {
    throw new ServiceError('unknown_route', `Nothing answers ${request.method} ${request.path}.`)
  })
  app.use(errorHandler(log))
  return app
}

/** `/messages/history` is matched before `/messages/:id`. */
const staticFirst = (a: Route, b: Route) => {
  const weight = ({ endpoint }: Route) => endpoint.path.replaceAll(/:[^/]+/g, '\uffff')
  return weight(a) < weight(b) ? -1 : 1
}

/** One log line and one measurement when the answer is out or the client is gone. */
function observe(
  request: HttpRequest,
  response: Response,
  state: RequestState,
  span: Span,
  { log, metrics }: AppOptions,
): void {
  const startedAt = process.hrtime.bigint()
  response.once('close', () => {
    const durationMs = Number(process.hrtime.bigint() - startedAt) / 1e6
    const route = state.route ?? 'unmatched'
    metrics.requests.observe({ method: request.method, route, status: response.statusCode }, durationMs / 1000)
    span.end({
      failed: response.statusCode >= 500,
      name: `${request.method} ${route}`,
      attributes: { 'http.response.status_code': response.statusCode },
    })
    if (request.path === '/healthz' || request.path === '/readyz' || request.path === '/metrics') return
    log.info({
      requestId: state.trace.requestId,
      traceparent: state.trace.traceparent,
      workspaceId: state.caller?.workspaceId,
      userId: state.caller?.userId,
      method: request.method,
      route,
      status: response.writableFinished ? response.statusCode : 499,
      durationMs: Math.round(durationMs * 10) / 10,
    })
  })
}

function bind(app: express.Express, { endpoint, handler }: Route, options: AppOptions): void {
  const readBody = endpoint.method === 'get' ? [] : [express.json({ limit: endpoint.bodyLimitBytes, strict: false })]
  app[endpoint.method](endpoint.path, ...readBody, async (httpRequest: HttpRequest, response: Response) => {
    const state = stateOf(httpRequest)
    state.route = endpoint.path
    if (endpoint.auth !== 'none') state.caller = options.authenticate(httpRequest)
    const input = {
      params: httpRequest.params as unknown,
      query: httpRequest.query as unknown,
      body: httpRequest.body ?? {},
    }
    refuseUnstorable(input)
    const parsed = parseInput(endpoint, input)
    const answer = await handler({
      ...parsed,
      endpoint,
      caller: state.caller!,
      trace: state.trace,
      idempotencyKey: endpoint.idempotent ? idempotencyKeyOf(httpRequest) : undefined,
      ip: state.ip,
      userAgent: header(httpRequest, 'user-agent')?.slice(0, 500),
      log: options.log.child({ requestId: state.trace.requestId }),
    })
    send(response, endpoint.responses, answer)
  })
}

function parseInput(endpoint: Route['endpoint'], input: Record<'params' | 'query' | 'body', unknown>) {
  const issues = []
  const parsed: Record<string, unknown> = {}
  for (const part of ['params', 'query', 'body'] as const) {
    const result = endpoint[part]?.safeParse(input[part])
    if (result && !result.success) issues.push(result.error)
    else parsed[part] = result?.data ?? {}
  }
  if (issues.length > 0) {
    const [first, ...rest] = issues
    for (const error of rest) first!.addIssues(error.issues)
    throw invalidInput(first!)
  }
  return parsed as { params: never; query: never; body: never }
}

const idempotencyKeyPattern = /^[\x21-\x7e]{1,255}$/

function idempotencyKeyOf(request: HttpRequest): string | undefined {
  const given = header(request, 'idempotency-key')
  if (given === undefined) return undefined
  const key = given.replace(/^"(.*)"$/, '$1')
  if (idempotencyKeyPattern.test(key)) return key
  throw new ServiceError('invalid_input', 'Idempotency-Key: Must be 1–255 visible ASCII characters.', {
    details: [{ path: 'Idempotency-Key', message: 'Must be 1–255 visible ASCII characters.' }],
  })
}

function send(
  response: Response,
  schemas: Route['endpoint']['responses'],
  answer: { status: number; body: unknown; headers?: Record<string, string> } | ReplayedAnswer,
): void {
  if ('replayed' in answer) {
    const schema = schemas[answer.status]!
    response
      .status(answer.status)
      .set('Idempotency-Replayed', 'true')
      .json(schema.parse(JSON.parse(answer.body)))
    return
  }
  const schema = schemas[answer.status]
  if (!schema) throw new Error(`${answer.status} is not a declared answer.`)
  response
    .status(answer.status)
    .set(answer.headers ?? {})
    .json(schema.parse(answer.body))
}

/** Body-parser's errors by their `type`, as ours. */
const bodyErrors: Record<string, [ErrorCode, string]> = {
  'entity.parse.failed': ['invalid_input', 'The body is not valid JSON.'],
  'entity.too.large': ['payload_too_large', 'The body is too large.'],
  'encoding.unsupported': ['unsupported_media_type', 'The body’s encoding is not supported.'],
  'charset.unsupported': ['unsupported_media_type', 'The body’s charset is not supported.'],
  'request.size.invalid': ['invalid_input', 'The body’s length is not the one announced.'],
  'request.aborted': ['invalid_input', 'The body ended early.'],
}

function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    sendError(request, response, error, log)
  }
}

/** Answers an error in the dialect of the path; logs it once if it was not expected. */
export function sendError(request: HttpRequest, response: Response, error: unknown, log: Log): void {
  const type = (error as { type?: unknown }).type
  const known = typeof type === 'string' ? bodyErrors[type] : undefined
  const bad = known
    ? new ServiceError(known[0], known[1])
    : error instanceof URIError
      ? badPath()
      : toServiceError(error)
  const { trace } = stateOf(request)
  if (errorStatus[bad.code] >= 500)
    log.error({ err: bad.cause ?? bad, requestId: trace.requestId, code: bad.code }, bad.message)
  response
    .status(errorStatus[bad.code])
    .set(bad.headers)
    .json(renderError(request.path, bad, trace.requestId))
}

const badPath = () => new ServiceError('invalid_input', 'The path is not valid percent-encoding.')

/** A listening server that knows how to stop: no new requests, those in flight finish, then all is closed. */
export function createListener(app: ReturnType<typeof createApp>, log: Log) {
  const server: Server = createServer(
    { keepAliveTimeout: 75_000, requestTimeout: 120_000, headersTimeout: 30_000 },
    app,
  )
  return {
    server,
    async listen(host: string, port: number): Promise<string> {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve()
        })
      })
      const address = server.address() as AddressInfo
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
      return `http://${name === '0.0.0.0' || name === '[::]' ? '127.0.0.1' : name}:${address.port}`
    },
    /** Resolves when the last request is answered, or after `timeoutMs`, when the rest is cut off. */
    async drain(timeoutMs: number): Promise<void> {
      if (!server.listening) return
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const sweep = setInterval(() => server.closeIdleConnections(), 50)
      const cut = setTimeout(() => {
        log.warn('requests were cut off at shutdown')
        server.closeAllConnections()
      }, timeoutMs)
      await closed
      clearInterval(sweep)
      clearTimeout(cut)
    },
  }
}
