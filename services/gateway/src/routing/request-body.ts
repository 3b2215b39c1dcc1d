import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { hasBody } from '@parley/kit/json-body'

const discardBytes = 4 * 1024 * 1024
/** How long the rest of a body is read that nobody wants. */
export const defaultDiscardMs = 5_000

/** Calls back when a body has not arrived in time: some clients are slow on purpose. */
export function awaitBody(request: IncomingMessage, withinMs: number, tooSlow: () => void): void {
  if (!hasBody(request)) return
  const timer = setTimeout(() => {
    if (!request.complete && !request.destroyed) tooSlow()
  }, withinMs)
  request.once('close', () => clearTimeout(timer))
}

/**
 * Sees to it, for every request of a server and whoever answers it, that what is left of a body when the answer is out
 * is read for a bounded time. Call it after all listeners are registered: socket.io moves the server's listeners.
 */
export function boundBodies(server: Server, discardMs: number): void {
  const bound = (request: IncomingMessage, response: ServerResponse) => {
    // Before Node's own listener, which would read on, uncounted, for as long as a whole request may take.
    if (hasBody(request)) response.prependOnceListener('finish', () => discardRest(request, discardMs))
  }
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.prependListener(event, bound)
}

/** The requests whose rest is being drained. */
const discarding = new WeakSet<IncomingMessage>()

/**
 * Drains the rest of a body that nobody reads, so that the client gets to read its answer and may keep its connection.
 * Beyond some MiB no more is read, which holds its sender up, and after a while the connection is cut: cut at once, a
 * client that is still writing would see its write fail and never read the answer.
 */
export function discardRest(request: IncomingMessage, discardMs: number): void {
  if (request.complete || request.destroyed || !hasBody(request) || discarding.has(request)) return
  discarding.add(request)
  let bytes = 0
  const timer = setTimeout(() => request.socket.destroy(), discardMs)
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > discardBytes) request.pause()
  })
  request.once('close', () => clearTimeout(timer))
  request.unpipe()
  request.resume()
  // Node drops a body that nobody has begun to read.
  request.read(0)
}
