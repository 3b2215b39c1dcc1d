import type { IncomingMessage } from 'node:http'
import { hasBody } from '../admission/body.ts'

const discardBytes = 4 * 1024 * 1024
const discardMs = 5_000

/** Calls back when a body has not arrived in time: some clients are slow on purpose. */
export function awaitBody(request: IncomingMessage, withinMs: number, tooSlow: () => void): void {
  if (!hasBody(request)) return
  const timer = setTimeout(() => {
    if (!request.complete && !request.destroyed) tooSlow()
  }, withinMs)
  request.once('close', () => clearTimeout(timer))
}

/**
 * Reads away the rest of a body that nobody wants, so that the client gets to read its answer and may keep its
 * connection; one that goes on for too long is cut off.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed || !hasBody(request)) return
  let bytes = 0
  const cut = () => request.socket.destroy()
  const timer = setTimeout(cut, discardMs)
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > discardBytes) cut()
  })
  request.once('close', () => clearTimeout(timer))
  request.unpipe()
  request.resume()
}
