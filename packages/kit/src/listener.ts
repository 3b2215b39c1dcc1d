import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from './log.ts'

const defaults: ServerOptions = { keepAliveTimeout: 75_000, requestTimeout: 120_000, headersTimeout: 30_000 }

/** A listening server that knows how to stop: no new requests, those in flight finish, then all is closed. */
export function createListener(handler: RequestListener, log: Log, options: ServerOptions = {}) {
  const server: Server = createServer({ ...defaults, ...options }, handler)
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
