import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeAfterwards } from './close-afterwards.ts'

/** A request with its whole body. */
export interface ReceivedRequest {
  method: string
  /** With the query. */
  path: string
  headers: IncomingHttpHeaders
  /** As UTF-8. */
  body: string
  bytes: Buffer
}

export interface StartedServer {
  url: string
  port: number
  /** For what is no request: upgrades to sockets. */
  server: Server
  close(): Promise<void>
}

/** An HTTP server of a test's own on a free port of 127.0.0.1, closed by itself. */
export async function startServer(
  answer: (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>,
): Promise<StartedServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { method = 'GET', url: path = '/', headers } = request
      const bytes = Buffer.concat(chunks)
      await answer({ method, path, headers, body: bytes.toString('utf8'), bytes }, response)
    } catch (error) {
      response.destroy(error as Error)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const started = {
    url: `http://127.0.0.1:${port}`,
    port,
    server,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  closeAfterwards(started)
  return started
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
