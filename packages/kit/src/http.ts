import type { IncomingMessage } from 'node:http'
import { parse as parseQuery } from 'node:querystring'
import type { Endpoint } from '@parley/contracts/endpoint'
import type { ErrorDetail } from '@parley/contracts/errors'
import { bodyLimits } from '@parley/contracts/limits'
import { decodeId } from '@parley/contracts/type-id'
import express, {
  type ErrorRequestHandler,
  type Request as HttpRequest,
  type RequestHandler,
  type Response,
} from 'express'
import * as z from 'zod'
import { type Caller, type Principal, principalKey } from './assertion.ts'
import type { ServiceConfig } from './config.ts'
import { type Content, isContent, sendContent } from './content.ts'
import { invalidInput, ServiceError } from './errors.ts'
import { sendEvents } from './event-stream.ts'
import { type Form, type IncomingFile, jsonForm, readForm } from './form.ts'
import { createGate, type Gate, type Holders } from './gate.ts'
import { findUnstorable } from './input.ts'
import { checkBody, jsonBody, readBytes } from './json-body.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { OpenStreams } from './open-streams.ts'
import type { Readiness } from './readiness.ts'
import { renderStored } from './replay.ts'
import { beginRequest, header, type Observers, type RequestState, sendError, stateOf } from './request-lifecycle.ts'
import type { Answer, AnyRequest, Route, UploadEndpoint, UploadRequest } from './route.ts'
import { validate } from './validation.ts'

export interface AppOptions extends Observers {
  routes: Route[]
  readiness: Readiness
  /** Who makes a request; throws a 401 when nobody may be believed. */
  authenticate: (request: HttpRequest) => Principal
  /** The client's IP address; a service behind the gateway trusts the gateway's header. */
  ipOf: (request: IncomingMessage) => string
  /** The origin of the page that the client is; likewise. */
  originOf: (request: IncomingMessage) => string | undefined
  /** Bounds the requests that are answered at once. */
  requests: Gate
  /** The event streams that are being answered; needed where there are routes of that kind. */
  streams?: OpenStreams
  /** Middleware that runs before the routes. */
  before?: RequestHandler[]
  transformResponse?: TransformResponse
}

/**
 * Per-caller transform of a response body, idempotent replays included. It runs before the body is cut to its declared
 * shape, and its result is never stored.
 */
export type TransformResponse = (body: unknown, status: number, request: Replied) => void

/**
 * An Express app that answers the given routes and `/healthz`, `/readyz` and `/metrics`, logs one line a request, and
 * renders every error in the dialect of the path that was asked for.
 */
export function createApp(options: AppOptions) {
  const { log, metrics, readiness } = options
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  // All of it: by default what follows the first thousand parameters is dropped. The server bounds a URL's length.
  app.set('query parser', (text: string) => parseQuery(text, '&', '=', { maxKeys: 0 }))
  app.set('case sensitive routing', true)

  app.use((request, response, next) => {
    beginRequest(request, response, options.ipOf, options)
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
  app.use(errorHandler(log, options.routes))
  return app
}

/** `/messages/history` is matched before `/messages/:id`. */
const staticFirst = (a: Route, b: Route) => {
  const weight = ({ endpoint }: Route) => endpoint.path.replaceAll(/:[^/]+/g, '\uffff')
  return weight(a) < weight(b) ? -1 : 1
}

function bind(app: express.Express, route: Route, options: AppOptions): void {
  const { endpoint } = route
  const jsonLimit =
    route.kind === 'upload' ? (route.endpoint.upload.maxJsonBytes ?? bodyLimits.default) : endpoint.bodyLimitBytes
  const readsJson = endpoint.method !== 'get' && endpoint.consumes.includes('application/json')
  /** Before the body is read, which may be longer in coming than an assertion is valid. */
  const authenticate: RequestHandler = (request, _response, next) => {
    const state = stateOf(request)
    state.route = endpoint.path
    if (endpoint.callers.length > 0) state.caller = options.authenticate(request)
    next()
  }
  const before = readsJson ? [authenticate, jsonBody(jsonLimit)] : [authenticate]
  app[endpoint.method](endpoint.path, ...before, async (httpRequest: HttpRequest, response: Response) => {
    const state = stateOf(httpRequest)
    const around = {
      endpoint,
      // Admission refuses callers without a workspace, except at endpoints that allow them.
      caller: state.caller as Caller,
      trace: state.trace,
      idempotencyKey: endpoint.idempotent ? idempotencyKeyOf(httpRequest) : undefined,
      ip: state.ip,
      origin: options.originOf(httpRequest),
      userAgent: header(httpRequest, 'user-agent')?.slice(0, 500),
      cookie: endpoint.sameOrigin ? header(httpRequest, 'cookie') : undefined,
      log: options.log.child({ requestId: state.trace.requestId }),
    }
    const input = { params: httpRequest.params as unknown, query: httpRequest.query as unknown }
    const holders: Holders = holdersOf(state)
    const reply = (request: Replied, answer: Answer) =>
      isContent(answer)
        ? sendContent(httpRequest, response, prepared(answer, options.requests, holders, endpoint), around.log)
        : send(response, request, answer, options.transformResponse)
    const withinShare = <T>(work: () => Promise<T>) => options.requests.pass(holders, work)
    /** Answers within the caller's share until the answer is serialised; content, which is sent bit by bit, after it. */
    const answerWithinShare = async (request: Replied, work: () => Promise<Answer>) => {
      const content = await withinShare(async () => {
        const answer = await work()
        if (isContent(answer)) return answer
        send(response, request, answer, options.transformResponse)
        return undefined
      })
      if (content) await reply(request, content)
    }
    checkBody(endpoint, httpRequest)
    if (state.caller) requireKind(endpoint, state.caller)
    if (route.kind === 'upload') {
      const { upload, bodyLimitBytes } = route.endpoint
      const request = { ...parseInput(endpoint, input), ...around }
      if (state.caller) refuseOthers(endpoint, input, state.caller)
      const { body } = httpRequest as { body?: unknown }
      const form = body === undefined ? readForm(httpRequest, upload, bodyLimitBytes) : jsonForm(body)
      const answer = await route.handler({ ...receive(form, route.endpoint, request), withinShare }).finally(form.close)
      await reply(request, answer)
      return
    }
    if (route.kind === 'raw') {
      const parsed = { ...parseInput(endpoint, input), ...around }
      if (state.caller) refuseOthers(endpoint, input, state.caller)
      const head = { header: (name: string) => header(httpRequest, name.toLowerCase()) }
      route.admit?.(head)
      const body = await readBytes(httpRequest, endpoint.bodyLimitBytes)
      const request = { ...parsed, ...head, body }
      await answerWithinShare(request, () => route.handler(request))
      return
    }
    // No body counts as one without fields; `null` is a body.
    const given = { ...input, body: httpRequest.body === undefined ? {} : httpRequest.body }
    const request = { ...parseInput(endpoint, given), ...around }
    if (state.caller) refuseOthers(endpoint, given, state.caller)
    if (route.kind === 'stream') {
      await sendEvents(httpRequest, response, route, { ...request, withinShare }, options.streams!)
      return
    }
    if (route.kind === 'slow') {
      await reply(request, await route.handler({ ...request, withinShare }))
      return
    }
    const { findHolders, holders: holdersIn } = route.shares ?? {}
    const more = findHolders ? await options.requests.pass(holders, () => findHolders(request)) : holdersIn?.(request)
    Object.assign(holders, more)
    await answerWithinShare(request, () => route.handler(request))
  })
}

/** Declared content; what is made while it is sent is made chunk by chunk within its caller's shares. */
function prepared(content: Content, requests: Gate, holders: Holders, { responses }: Route['endpoint']): Content {
  const { status = 200 } = content as { status?: number }
  if (!(status in responses)) throw undeclared(status)
  if (!('chunks' in content)) return content
  const chunks = content.chunks[Symbol.asyncIterator]()
  const shared: AsyncIterator<string> = {
    next: () => requests.pass(holders, () => chunks.next()),
    ...(chunks.return && { return: () => chunks.return!() }),
  }
  return { ...content, chunks: { [Symbol.asyncIterator]: () => shared } }
}

/**
 * Checks, after whatever comes before a 403, that an endpoint is for this kind of callers.
 *
 * @throws ServiceError 403 for any other
 */
export function requireKind({ callers }: Pick<Endpoint, 'callers'>, { kind }: Principal): void {
  if (!callers.includes(kind)) throw new ServiceError('forbidden', `This is not for ${kindWords[kind]}.`)
}

const kindWords = { user: 'people', visitor: 'visitors', service: 'services' } as const

/** On whose behalf a request runs: its caller's, or its IP address's without a credential. */
export function holdersOf({ caller, ip }: Pick<RequestState, 'caller' | 'ip'>): Holders {
  if (!caller) return { ip }
  const workspace = caller.workspaceId ?? undefined
  if (caller.kind === 'user') return { person: caller.userId, workspace }
  // A service acts for many people: it has no share of its own.
  if (caller.kind === 'service') return { person: caller.userId ?? undefined, workspace }
  return { person: principalKey(caller), workspace }
}

/** The length of the queue; those behind it would time out anyway. */
const maxWaiting = { total: 2_000, perHolder: 500 }

/**
 * Bounds the requests that one process answers at once by shares of its database connections, so that no person,
 * workspace, IP address or channel has all of them. Requests beyond a share wait for it.
 */
export function createRequestGate(config: RequestShares, metrics?: Metrics): Gate {
  const share = (percent: number) => Math.max(1, Math.floor((config.DATABASE_POOL_SIZE * percent) / 100))
  const person = share(config.REQUEST_SHARE_PERSON)
  return createGate({
    name: 'requests',
    shares: {
      person,
      ip: person,
      workspace: share(config.REQUEST_SHARE_WORKSPACE),
      channel: share(config.REQUEST_SHARE_CHANNEL),
    },
    maxWaiting,
    maxWaitMs: config.REQUEST_WAIT_MS,
    metrics,
  })
}

type RequestShares = Pick<
  ServiceConfig,
  | 'DATABASE_POOL_SIZE'
  | 'REQUEST_SHARE_PERSON'
  | 'REQUEST_SHARE_WORKSPACE'
  | 'REQUEST_SHARE_CHANNEL'
  | 'REQUEST_WAIT_MS'
>

/** A request whose form is still to be read. */
function receive(
  form: Form,
  { upload, body }: UploadEndpoint,
  request: AnyRequest,
): Omit<UploadRequest, 'withinShare'> {
  const schema = z.object(Object.fromEntries(Object.entries(body.shape).filter(([name]) => name !== upload.field)))
  const needsFiles = !body.shape[upload.field]!.safeParse(undefined).success
  let files = 0
  async function* counted(): AsyncGenerator<IncomingFile> {
    for await (const file of form.files) {
      files += 1
      yield file
    }
  }
  function read(fields: z.ZodObject, further: ErrorDetail[]) {
    const given = Object.fromEntries(form.fields)
    const parsed = validate(fields, given)
    const details = [...findUnstorable({ body: given }), ...(parsed.details ?? []), ...noFiles(given), ...further]
    if (details.length > 0) throw invalidInput(details)
    if (request.caller) refuseOthers({ query: undefined, body }, { body: given }, request.caller)
    return parsed.data
  }
  /** What stands in the place of files would be lost without a word. */
  const noFiles = ({ [upload.field]: value }: Record<string, unknown>): ErrorDetail[] =>
    value == null || (Array.isArray(value) && value.length === 0)
      ? []
      : [{ path: upload.field, message: 'Must be files, in a multipart form.' }]
  return {
    ...request,
    isStreamed: form.isStreamed,
    files: counted(),
    fieldsSoFar: () => read(schema.partial(), []) as never,
    fields() {
      const isMissing = files === 0 && needsFiles
      return read(schema, isMissing ? [{ path: upload.field, message: 'Must be at least one file.' }] : []) as never
    },
    digested: () => ({ ...request, body: { digest: form.digest() } }),
  }
}

/**
 * Refuses a `user_id` of someone else where the endpoint does not define one: whoever names another person would take
 * the answer for theirs.
 */
function refuseOthers(
  { query, body }: Pick<Route['endpoint'], 'query' | 'body'>,
  input: Record<string, unknown>,
  caller: Principal,
): void {
  const userId = caller.kind === 'visitor' ? undefined : caller.userId
  const parts = [
    [query?.shape, input.query],
    [body?.shape, input.body],
  ] as const
  for (const [shape, given] of parts) {
    if (typeof given !== 'object' || given === null) continue
    for (const [name, value] of Object.entries(given)) {
      if ((name !== 'user_id' && name !== 'userId') || shape?.[name] || value === null) continue
      if (typeof value !== 'string' || decodeId(value, ['usr']) !== userId)
        throw new ServiceError('forbidden', `${name} must be the caller.`, {
          details: [{ path: name, message: 'Must be the caller.' }],
        })
    }
  }
}

type Part = 'params' | 'query' | 'body'

/** What is parsed of a part that an endpoint does not declare. */
const nothing = { data: {}, details: undefined }

function parseInput(endpoint: Route['endpoint'], input: Partial<Record<Part, unknown>>) {
  const details = findUnstorable(input)
  const parsed: Record<string, unknown> = {}
  for (const part of Object.keys(input) as Part[]) {
    const schema = endpoint[part]
    const { data, details: problems } = schema ? validate(schema, input[part]) : nothing
    if (problems) details.push(...problems)
    else parsed[part] = data
  }
  if (details.length > 0)
    throw endpoint.notFound === undefined ? invalidInput(details) : new ServiceError('not_found', endpoint.notFound)
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

const undeclared = (status: number) => new Error(`${status} is not a declared answer.`)

type Replied = Omit<AnyRequest, 'body'> & { body?: unknown }

function send(
  response: Response,
  request: Replied,
  answer: Exclude<Answer, Content>,
  transformResponse: TransformResponse | undefined,
): void {
  const { status } = answer
  const isReplayed = 'replayed' in answer
  const { responses } = request.endpoint
  const schema = responses[status] ?? (isReplayed ? Object.values(responses)[0] : undefined)
  if (!schema) throw undeclared(status)
  const body: unknown = isReplayed ? JSON.parse(answer.body) : answer.body
  transformResponse?.(body, status, request)
  response
    .status(status)
    .set(isReplayed ? { 'Idempotency-Replayed': 'true' } : (answer.headers ?? {}))
    .json(isReplayed ? renderStored(schema, body) : schema.parse(body))
}

function errorHandler(log: Log, routes: readonly Route[]): ErrorRequestHandler {
  /** Routes that answer 404 instead of 400 when a path parameter cannot be decoded. */
  const hidingRoutes = routes
    .filter(({ endpoint }) => endpoint.notFound !== undefined)
    .map(({ endpoint }) => ({
      prefix: endpoint.path.slice(0, endpoint.path.indexOf(':')),
      notFound: endpoint.notFound!,
    }))
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const hidden = error instanceof URIError && hidingRoutes.find(({ prefix }) => request.path.startsWith(prefix))
    sendError(request, response, hidden ? new ServiceError('not_found', hidden.notFound) : error, log)
  }
}
