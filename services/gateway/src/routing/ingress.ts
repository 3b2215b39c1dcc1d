import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Endpoint } from '@parley/contracts/endpoint'
import type { Upstream as UpstreamName } from '@parley/contracts/limits'
import { type AssertedCaller, assertionHeader } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Gate } from '@parley/kit/gate'
import { holdersOf } from '@parley/kit/http'
import { clientIpHeader, clientOriginHeader } from '@parley/kit/internal-service'
import { beginRequest, type Observers, pathOf, type RequestState, sendError } from '@parley/kit/request-lifecycle'
import { headersForService } from '../proxy/headers.ts'
import type { Upstream } from '../proxy/upstream.ts'
import { answerPreflight, isPreflight, shareWithOrigins } from './cors.ts'
import { checkHost } from './host.ts'
import { awaitBody, discardRest } from './request-body.ts'
import type { Resource } from './routes.ts'
import { readTarget } from './target.ts'

export interface IngressOptions {
  /** Matches the path of a request. */
  resourceAt: (path: string) => Resource | undefined
  /** Throws the reason for which a request is refused. */
  admit: (endpoint: Endpoint, request: IncomingMessage, response: ServerResponse, state: RequestState) => Promise<void>
  /** Answers what is the gateway's own: its endpoints, pages and probes. */
  app: RequestListener
  upstreams: Record<UpstreamName, Upstream>
  /** The assertion of the caller, for one service. */
  sign: (service: UpstreamName, caller: AssertedCaller) => string
  ipOf: (request: IncomingMessage) => string
  observers: Observers
  /** What bounds the calls, and what the uploads, downloads and event streams, that are in flight. */
  calls: Gate
  streams: Gate
  /** How long the body of a call, which is small, may take to arrive. */
  bodyTimeoutMs: number
  fail: Fail
}

/** Answers an error; where an answer has begun, it ends the connection instead. */
export type Fail = (request: IncomingMessage, response: ServerResponse, error: unknown) => void

/**
 * The same for every part of the ingress.
 *
 * @param discardMs how long the rest of a refused request's body is read
 */
export const createFail =
  ({ log }: Observers, discardMs: number): Fail =>
  (request, response, error) => {
    if (response.headersSent || response.destroyed) {
      response.destroy()
      return
    }
    discardRest(request, discardMs)
    sendError(request, response, error, log)
  }

/**
 * The public ingress. Each request is given an id and an IP address, matched against the contracts (404, 405),
 * admitted (401, 429, 413, 415, 403), and passed to the service that owns the endpoint.
 */
export function createIngress(options: IngressOptions) {
  const { resourceAt, admit, app, upstreams, sign, ipOf, observers, bodyTimeoutMs, fail, calls, streams } = options
  let draining = false

  async function enter(request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): Promise<void> {
    const state = beginRequest(request, response, ipOf, observers)
    shareWithOrigins(response)
    if (draining || awaitsContinue) response.setHeader('Connection', 'close')
    checkHost(request)
    const endpoint = findEndpoint(request, response)
    if (!endpoint) return
    state.route = endpoint.path
    const own = endpoint.owner === 'gateway'
    if (awaitsContinue && own) letContinue(response)
    // A file takes as long as it takes.
    const isFile = endpoint.streams && (endpoint.upload !== undefined || endpoint.raw)
    if (!isFile) awaitBody(request, bodyTimeoutMs, () => fail(request, response, tooSlow()))
    await admit(endpoint, request, response, state)
    await enterGate(endpoint, response, state)
    if (response.destroyed) return
    if (awaitsContinue && !own) letContinue(response)
    if (own) app(request, response)
    else forward(upstreams[endpoint.owner as UpstreamName], endpoint, request, response, state)
  }

  /** Counts a request in flight against its caller's share, or its IP address's, until it is answered. */
  async function enterGate(endpoint: Endpoint, response: ServerResponse, state: RequestState): Promise<void> {
    const end = await (endpoint.streams ? streams : calls).enter(holdersOf(state))
    if (response.closed) end()
    else response.once('close', end)
  }

  /** Sends 100 Continue to a client that waits for it before its body. */
  function letContinue(response: ServerResponse): void {
    if (!draining) response.removeHeader('Connection')
    response.writeContinue()
  }

  /** The request's endpoint; undefined when it has been answered, or passed to the gateway's pages. */
  function findEndpoint(request: IncomingMessage, response: ServerResponse): Endpoint | undefined {
    const { method = 'GET', url = '/' } = request
    const target = readTarget(url)
    if (isPreflight(request)) {
      answerPreflight(request, response, target && resourceAt(target.path)?.allow)
      return undefined
    }
    if (!target) throw unknownRoute(request)
    request.url = target.path + target.search
    const resource = resourceAt(target.path)
    if (!resource) {
      if (/^\/api(?:\/|$)/i.test(target.path)) throw unknownRoute(request)
      app(request, response)
      return undefined
    }
    const endpoint = resource.endpoints[method]
    if (endpoint) return endpoint
    if (method !== 'OPTIONS') throw wrongMethod(method, resource.allow)
    answerPreflight(request, response, resource.allow)
    return undefined
  }

  function forward(
    upstream: Upstream,
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
    { caller, ip, trace }: RequestState,
  ): void {
    const own: Record<string, string> = {
      [clientIpHeader]: ip,
      'x-request-id': trace.requestId,
      traceparent: trace.traceparent,
    }
    if (caller) own[assertionHeader] = sign(upstream.name, caller as AssertedCaller) // admission has refused callers without a workspace
    // Whoever needs no credential of ours may sign a raw body by one of theirs.
    const { authorization, origin } = request.headers
    if (origin !== undefined) own[clientOriginHeader] = origin
    if (endpoint.raw && endpoint.callers.length === 0 && authorization !== undefined) own.authorization = authorization
    request.headers = headersForService(request.headers, own)
    upstream.pass(endpoint, request, response)
  }

  const handle = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void => {
    enter(request, response, awaitsContinue).catch((error) => fail(request, response, error))
  }

  return {
    /** For the server's `request`. */
    onRequest: (request: IncomingMessage, response: ServerResponse): void => handle(request, response, false),
    /** For the server's `checkContinue`: 100 Continue is sent only when the body is wanted. */
    onExpectation: (request: IncomingMessage, response: ServerResponse): void => handle(request, response, true),
    /** From now on every answer has `Connection: close`. */
    drain(): void {
      draining = true
    },
  }
}

const unknownRoute = (request: IncomingMessage) =>
  new ServiceError('unknown_route', `Nothing answers ${request.method} ${pathOf(request)}.`)

const wrongMethod = (method: string, allow: string) =>
  new ServiceError('method_not_allowed', `${method} is not among the methods of this path: ${allow}.`, {
    headers: { Allow: allow },
  })

const tooSlow = () =>
  new ServiceError('invalid_input', 'The body did not arrive in time.', { headers: { Connection: 'close' } })
