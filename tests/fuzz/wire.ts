import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { WireRequest } from './requests.ts'

export interface WireAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

const deadlineMs = 10_000
const agent = new Agent({ keepAlive: true, maxSockets: 4 })

/**
 * Sends a request exactly as it is, which `fetch` would tidy up.
 *
 * @throws Error when there is no whole answer within 10 s
 */
export function send(baseUrl: string, { method, target, headers, body }: WireRequest): Promise<WireAnswer> {
  const { hostname, port } = new URL(baseUrl)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        agent,
        method,
        path: target,
        headers: { ...headers, ...(body && { 'content-length': body.length }) },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          clearTimeout(deadline)
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          })
        })
      },
    )
    const deadline = setTimeout(() => outgoing.destroy(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs)
    // An answer may come before the body is out, and the connection close on the rest: then the answer counts.
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(deadline)
      reject(error)
    })
    outgoing.end(body)
  })
}
