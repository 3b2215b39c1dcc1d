import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { renderError } from '@parley/contracts/errors'
import { pathOf } from '@parley/kit/request-lifecycle'
import { traceFrom } from '@parley/kit/trace'

const socketPath = '/socket.io/'

/** Only a WebSocket leaves HTTP here; any other `Upgrade` is ignored. */
export const shouldUpgrade = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket'

/** WebSockets are answered at socket.io's path and nowhere else. */
export function refuseOtherUpgrades(server: Server): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (pathOf(request).startsWith(socketPath)) return
    socket.on('error', () => {})
    const trace = traceFrom(undefined, undefined)
    const message = `WebSockets are answered at ${socketPath} only.`
    answer(
      socket,
      '404 Not Found',
      renderError(pathOf(request), { code: 'unknown_route', message }, trace.requestId),
      trace.requestId,
    )
  })
}

const parseProblems: Record<string, [status: string, message: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
}

/** What is not HTTP is answered as an unknown path is. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: Error & { code?: string }, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const [status, message] = parseProblems[error.code ?? ''] ?? ['400 Bad Request', 'This is not valid HTTP.']
    const trace = traceFrom(undefined, undefined)
    answer(socket, status, renderError('/', { code: 'invalid_input', message }, trace.requestId), trace.requestId)
  })
}

function answer(socket: Duplex, status: string, body: unknown, requestId: string): void {
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nX-Request-Id: ${requestId}\r\nConnection: close\r\n\r\n${text}`,
  )
}
