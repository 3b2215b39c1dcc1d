import type { IncomingMessage, ServerResponse } from 'node:http'

const exposed =
  'X-Request-Id, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed, Allow, Location, ETag, Accept-Ranges, Content-Range, Content-Disposition'
const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
const defaultHeaders =
  'Authorization, Content-Type, Idempotency-Key, X-Api-Key, X-Request-Id, Traceparent, Last-Event-ID, Range, If-None-Match, If-Range'
const headerList = /^[\w\-, ]{0,1000}$/

/** Any origin may read the answers: it sends no cookies (nor would they open a call to it), only a token that it has. */
export function shareWithOrigins(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Expose-Headers', exposed)
  response.setHeader('X-Content-Type-Options', 'nosniff')
}

/** Whether a request is a preflight. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

/** 204 with what is allowed. Preflights are answered for any path, so that a page gets to see the 404 that follows. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse, allow: string | undefined): void {
  const wanted = request.headers['access-control-request-headers']
  response.setHeader('Access-Control-Allow-Methods', allow ?? methods)
  response.setHeader('Access-Control-Allow-Headers', wanted && headerList.test(wanted) ? wanted : defaultHeaders)
  response.setHeader('Access-Control-Max-Age', '86400')
  response.setHeader('Vary', 'Access-Control-Request-Headers')
  if (allow) response.setHeader('Allow', allow)
  response.writeHead(204)
  response.end()
}
