import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@parley/contracts/endpoint'
import { errorStatus } from '@parley/contracts/error-codes'
import { renderError } from '@parley/contracts/errors'
import { type ServiceError, toServiceError } from './errors.ts'
import type { OpenStreams } from './open-streams.ts'
import { header, pathOf } from './request-lifecycle.ts'
import type { Frame, StreamRequest, StreamRoute } from './route.ts'
import { withTimeout } from './with-timeout.ts'

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no', // nginx would wait for more
}
/** When a client should reconnect to a stream that was interrupted. */
const retryMs = 1_000
/** How long a handler may take to end after its stream. */
const cleanUpMs = 1_000

/** Why a stream ends when its client has disconnected, or was cut off: nobody is there to receive a last frame. */
const clientGone = new DOMException('The client has disconnected.', 'AbortError')

/**
 * Answers with server-sent events: each frame in one write, no faster than the client reads, with comments between them
 * so that nobody on the way takes the connection for dead.
 *
 * HEAD is answered as soon as the stream would be open.
 *
 * @throws what the handler throws before the stream is open, to be answered as any error; afterwards it is the last frame
 */
export async function sendEvents(
  httpRequest: IncomingMessage,
  response: ServerResponse,
  route: StreamRoute,
  given: Omit<StreamRequest, 'signal' | 'lastEventId'>,
  streams: OpenStreams,
): Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  const request = { ...given, signal, lastEventId: header(httpRequest, 'last-event-id') }
  const { endpoint, log, trace } = request
  const ended = Promise.withResolvers<void>()
  response.once('close', () => ending.abort(clientGone))
  if (response.destroyed) ending.abort(clientGone)
  const { mayContinue } = route
  const stream = {
    caller: request.caller,
    end: (reason: ServiceError) => ending.abort(reason),
    mayContinue: mayContinue && (() => mayContinue(request)),
  }
  streams.open(stream, ended.promise)
  const frames = route.handler(request)[Symbol.asyncIterator]()
  /** Ends the wait for the next frame: the stream ends at once when it is to, whatever its handler waits for. */
  let interrupt: ((reason: unknown) => void) | undefined
  signal.addEventListener('abort', () => interrupt?.(signal.reason), { once: true })
  const next = () =>
    new Promise<IteratorResult<Frame | undefined>>((resolve, reject) => {
      interrupt = reject
      frames.next().then(resolve, reject)
      if (signal.aborted) reject(signal.reason)
    })

  try {
    const first = await next()
    response.writeHead(200, headers)
    if (httpRequest.method === 'HEAD') {
      response.end()
      return
    }
    if (first.value === undefined) response.flushHeaders()
    const keepAlive = setInterval(() => {
      if (!response.writableNeedDrain) response.write(': keep-alive\n\n')
    }, streams.keepAliveMs)
    response.once('close', () => clearInterval(keepAlive))
    let shown: Frame | undefined
    try {
      for (let frame = first; !frame.done; frame = await next()) {
        if (frame.value === undefined) continue
        shown ??= frame.value
        await write(encode(endpoint, frame.value))
      }
    } catch (error) {
      if (signal.reason !== clientGone) response.write(lastFrame(toServiceError(error), shown))
    }
    response.end()
    clearInterval(keepAlive)
  } catch (error) {
    if (signal.reason !== clientGone) throw error
  } finally {
    ending.abort(clientGone)
    const cleanUp = Promise.resolve(frames.return?.())
    await withTimeout(cleanUpMs, cleanUp, 'The handler of a stream has not ended.').catch((error) =>
      log.warn({ err: error, route: endpoint.path }, 'the handler of a stream did not end with it'),
    )
    ended.resolve()
  }

  /** Waits for the client to read; one that does not is cut off. */
  async function write(text: string): Promise<void> {
    if (response.write(text)) return
    const stalled = AbortSignal.timeout(2 * streams.keepAliveMs)
    try {
      await once(response, 'drain', { signal: AbortSignal.any([stalled, signal]) })
    } catch (error) {
      if (!stalled.aborted) throw signal.aborted ? signal.reason : error
      log.info({ route: endpoint.path }, 'a stream was cut off: its client does not read')
      ending.abort(clientGone)
      response.destroy()
      throw clientGone
    }
  }

  function lastFrame(error: ServiceError, first: Frame | undefined): string {
    const { requestId } = trace
    // An interruption, which has no cause, is no failure.
    if (errorStatus[error.code] >= 500 && error !== signal.reason)
      log.error({ err: error.cause ?? error, code: error.code }, error.message)
    return errorFrame(endpoint, error, {
      path: pathOf(httpRequest),
      requestId,
      known: { ...(request.params as object), ...(first?.data as object | undefined) },
    })
  }
}

/**
 * The frame `error`, the last of a stream. After an interruption, which is `unavailable`, it says when to connect again.
 *
 * @param about.path what was asked for
 * @param about.known the path's parameters, and the first frame's data
 */
export function errorFrame(
  endpoint: Endpoint,
  error: ServiceError,
  { path, requestId, known }: { path: string; requestId: string; known: Readonly<Record<string, unknown>> },
): string {
  const data = endpoint.errorData?.(error, known) ?? renderError(path, error, requestId)
  const frame = encode(endpoint, { event: 'error', data })
  return error.code === 'unavailable' ? `retry: ${retryMs}\n${frame}` : frame
}

function encode({ responses }: Endpoint, frame: Frame): string {
  const { event, data, id } = responses[200]!.parse(frame) as Frame
  if (id !== undefined && /[\0\r\n]/.test(id)) throw new Error(`A frame’s id is not one line: ${JSON.stringify(id)}`)
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
