import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { Stream } from 'node:stream'
import type { Endpoint } from '@parley/contracts/endpoint'
import type { Upstream as UpstreamName } from '@parley/contracts/limits'
import { ServiceError } from '@parley/kit/errors'
import { hasBody, tooLarge } from '@parley/kit/json-body'
import { createProxyMiddleware, type Plugin } from 'http-proxy-middleware'
import { headersForClient } from './headers.ts'

/** How many proxies an upstream is made of: for calls with a body, for those without, and for streams. */
export const proxiesOfUpstream = 3

export interface UpstreamOptions {
  name: UpstreamName
  url: string
  /** How long the service may take to begin its answer once it has the whole request. */
  timeoutMs: number
  /** Bytes per second below which a client is cut off, over `rateWindowMs`; 0 for none. */
  minBytesPerSecond?: number
  rateWindowMs?: number
  /** Calls under way at once; more wait for one to end. */
  maxCalls?: number
  /** Answers an error, or cuts the connection where an answer has begun. */
  fail: (request: IncomingMessage, response: ServerResponse, error: unknown) => void
  /** Is given each event stream that a service has begun. */
  onEventStream: (
    endpoint: Endpoint,
    answer: IncomingMessage,
    request: IncomingMessage,
    response: ServerResponse,
  ) => void
  /** How long an upload, a download or an event stream may move nothing. */
  idleStreamMs?: number
}

/** A request that is being proxied to its service. */
interface ProxiedRequest {
  endpoint: Endpoint
  request: IncomingMessage
  response: ServerResponse
  attempt: number
  /** Undefined while it waits for a connection. */
  outgoing: ClientRequest | undefined
  answered: boolean
  /** Why the ingress itself ended it. */
  ended: ServiceError | undefined
  watch: NodeJS.Timeout | undefined
  /** Bytes on the client's connection when the watch last looked. */
  moved: number
  /** The whole request had arrived when the watch last looked. */
  arrived: boolean
}

/** On the request itself: a WeakMap would keep both alive until the next full collection of garbage. */
const proxiedKey = Symbol('proxied')
type WithProxied = IncomingMessage & { [proxiedKey]?: ProxiedRequest }

const maxStreams = 4_096
/**
 * A service behind the ingress: its connections, kept alive, and a http-proxy-middleware that streams through them. Event
 * streams and uploads have connections of their own, so that they never delay a call.
 */
export function createUpstream({
  name,
  url,
  timeoutMs,
  maxCalls = 1_024,
  minBytesPerSecond = 0,
  rateWindowMs = 60_000,
  fail,
  onEventStream,
  // Event streams send at least a comment every 15 s; a service gets longer to begin one.
  idleStreamMs = 120_000,
}: UpstreamOptions) {
  const AgentOfScheme = url.startsWith('https:') ? TlsAgent : Agent
  const calls = new AgentOfScheme({ keepAlive: true, maxSockets: maxCalls, maxFreeSockets: 256 })
  const streams = new AgentOfScheme({ keepAlive: true, maxSockets: maxStreams, maxFreeSockets: 16 })
  let streaming = 0

  const plugin: Plugin = (proxy) => {
    proxy.on('proxyReq', (outgoing, request) => onRequest(outgoing, request))
    proxy.on('proxyRes', (answer, request, response) => onAnswer(answer, request, response))
    proxy.on('error', (error, request, response) => {
      if (request && response && 'writeHead' in response) onError(error, request, response)
    })
    // The client has disconnected; nobody is there to answer.
    proxy.on('econnreset', () => {})
  }
  const options = { target: new URL(url), ejectPlugins: true, plugins: [plugin], selfHandleResponse: true }
  const proxies = {
    call: createProxyMiddleware({ ...options, agent: calls }),
    bodyless: createProxyMiddleware({ ...options, agent: calls, buffer: nothing }),
    stream: createProxyMiddleware({ ...options, agent: streams }),
  }

  function onRequest(outgoing: ClientRequest, request: IncomingMessage): void {
    const proxied = (request as WithProxied)[proxiedKey]
    if (!proxied) return
    proxied.outgoing = outgoing
    if (proxied.ended) outgoing.destroy()
    else if (request.headers['transfer-encoding'] !== undefined) countBody(proxied, request)
  }

  /** A body of unannounced length is cut off where it becomes too large. */
  function countBody(proxied: ProxiedRequest, request: IncomingMessage): void {
    let bytes = 0
    const { bodyLimitBytes } = proxied.endpoint
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bodyLimitBytes) end(proxied, tooLarge(bodyLimitBytes))
    })
  }

  function end(proxied: ProxiedRequest, reason: ServiceError): void {
    if (proxied.ended) return
    proxied.ended = reason
    if (proxied.outgoing) proxied.outgoing.destroy(reason)
    else fail(proxied.request, proxied.response, reason)
  }

  function onAnswer(answer: IncomingMessage, request: IncomingMessage, response: ServerResponse): void {
    const proxied = (request as WithProxied)[proxiedKey]
    if (proxied?.ended || response.headersSent || response.destroyed) {
      answer.destroy()
      return
    }
    if (proxied) proxied.answered = true
    response.writeHead(answer.statusCode!, headersForClient(answer.rawHeaders))
    if (proxied?.endpoint.streams) response.flushHeaders()
    copy(answer, response)
    if (proxied?.endpoint.produces === 'text/event-stream' && answer.statusCode === 200)
      onEventStream(proxied.endpoint, answer, request, response)
  }

  function onError(error: Error, request: IncomingMessage, response: ServerResponse): void {
    const proxied = (request as WithProxied)[proxiedKey]
    if (!proxied || response.headersSent || response.destroyed) {
      response.destroy()
      return
    }
    if (proxied.ended === undefined && isStale(error, proxied) && isRepeatable(request) && proxied.attempt === 0) {
      proxied.attempt += 1
      dispatch(proxied)
      return
    }
    fail(request, response, proxied.ended ?? asServiceError(error, name))
  }

  /** Ends what has stalled: an answer, a service that does not begin one, a body that does not arrive. */
  function watch(proxied: ProxiedRequest): void {
    const { request, response } = proxied
    const moved = request.socket.bytesRead + request.socket.bytesWritten
    const hasMoved = moved !== proxied.moved
    const wasWaitedFor = proxied.arrived
    proxied.moved = moved
    proxied.arrived = request.complete
    if (response.headersSent ? hasMoved : request.complete ? !wasWaitedFor : hasMoved) {
      proxied.watch!.refresh()
      return
    }
    if (response.headersSent) response.destroy()
    else if (request.complete) end(proxied, tooSlow(name))
    else
      end(proxied, new ServiceError('invalid_input', 'The body did not arrive.', { headers: { Connection: 'close' } }))
  }

  /**
   * Cuts off a client that sends its upload, or takes its download, more slowly than anybody has to: for a whole window
   * it was the client that was waited for, and it moved too little.
   */
  function watchPace({ request, response }: ProxiedRequest): NodeJS.Timeout {
    const { socket } = request
    const looksPerWindow = 12
    const minBytes = (minBytesPerSecond * rateWindowMs) / 1_000
    /** What had been moved at each of the last looks, since the client was last not waited for. */
    let moved: number[] = []
    return setInterval(() => {
      const isAwaited = request.complete ? socket.writableLength > 0 : request.readableLength === 0
      if (!isAwaited) {
        moved = []
        return
      }
      moved.push(socket.bytesRead + socket.bytesWritten - socket.writableLength)
      if (moved.length <= looksPerWindow) return
      if (moved.at(-1)! - moved.shift()! >= minBytes) return
      if (response.headersSent) response.destroy()
      else fail(request, response, tooSlowClient())
    }, rateWindowMs / looksPerWindow).unref()
  }

  function dispatch(proxied: ProxiedRequest): void {
    const { request, response } = proxied
    proxied.outgoing = undefined
    const proxy = proxied.endpoint.streams ? proxies.stream : hasBody(request) ? proxies.call : proxies.bodyless
    void proxy(request, response, (error) => {
      if (!response.headersSent && !response.destroyed)
        fail(request, response, error ?? new ServiceError('unknown_route', 'The request target cannot be understood.'))
    })
  }

  return {
    name,

    /** Sends a request through, its headers and URL as the service is to see them. */
    pass(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): void {
      if (endpoint.streams && streaming >= maxStreams) {
        fail(request, response, overloaded(name))
        return
      }
      const proxied: ProxiedRequest = {
        endpoint,
        request,
        response,
        attempt: 0,
        outgoing: undefined,
        answered: false,
        ended: undefined,
        watch: undefined,
        moved: request.socket.bytesRead + request.socket.bytesWritten,
        arrived: request.complete,
      }
      ;(request as WithProxied)[proxiedKey] = proxied
      if (endpoint.streams) streaming += 1
      const pace = minBytesPerSecond > 0 && endpoint.streams ? watchPace(proxied) : undefined
      proxied.watch = setTimeout(watch, endpoint.streams ? idleStreamMs : timeoutMs, proxied)
      response.once('close', () => {
        clearTimeout(proxied.watch)
        clearInterval(pace)
        // Answered before its body was out, it would wait for the rest, which nobody sends any more.
        if (!proxied.answered || !proxied.outgoing?.writableEnded) proxied.outgoing?.destroy()
        if (endpoint.streams) streaming -= 1
      })
      dispatch(proxied)
    },

    close(): void {
      calls.destroy()
      streams.destroy()
    },
  }
}

/** The body of a request that has none: ends what it is piped to, without the machinery of a pipe. */
class Nothing extends Stream {
  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    destination.end()
    return destination
  }
}
const nothing = new Nothing()

/** Below this size a piece is cheaper as a string, which Node sends in one with the headers, than beside them. */
const smallBytes = 16_384

/** Passes an answer on as it comes and no faster than the client takes it. Ends and errors are httpxy's to see to. */
function copy(answer: IncomingMessage, response: ServerResponse): void {
  answer.on('data', (chunk: Buffer) => {
    const sent = chunk.length < smallBytes ? response.write(chunk.toString('latin1'), 'latin1') : response.write(chunk)
    if (sent) return
    answer.pause()
    response.once('drain', () => answer.resume())
  })
  answer.on('end', () => response.end())
}

export type Upstream = ReturnType<typeof createUpstream>

/** A kept-alive connection that the service closed as it was reused: the service has not seen this request. */
const isStale = (error: Error, { outgoing }: ProxiedRequest): boolean =>
  outgoing?.reusedSocket === true && ['ECONNRESET', 'EPIPE'].includes(String((error as { code?: unknown }).code))

/** Requests that are safe to retry: idempotent, and with no body that has been consumed. */
const isRepeatable = (request: IncomingMessage): boolean =>
  request.method !== 'POST' && request.method !== 'PATCH' && !hasBody(request)

const retrySoon = { 'Retry-After': '1' }

function asServiceError(cause: Error, name: UpstreamName): ServiceError {
  const code = String((cause as { code?: unknown }).code)
  if (code.startsWith('HPE_'))
    return new ServiceError('bad_gateway', `The ${name} service answered something that cannot be understood.`, {
      cause,
    })
  return new ServiceError('unavailable', `The ${name} service cannot be reached right now.`, {
    cause,
    headers: retrySoon,
  })
}

const tooSlow = (name: UpstreamName): ServiceError =>
  new ServiceError('timeout', `The ${name} service took too long to answer.`, { headers: retrySoon })

const tooSlowClient = (): ServiceError =>
  new ServiceError('invalid_input', 'The body arrives too slowly.', { headers: { Connection: 'close' } })

const overloaded = (name: UpstreamName): ServiceError =>
  new ServiceError('unavailable', `The ${name} service has as many streams open as it may.`, { headers: retrySoon })
