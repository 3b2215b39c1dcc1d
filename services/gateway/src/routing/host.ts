import type { IncomingMessage } from 'node:http'
import { ServiceError } from '@parley/kit/errors'

/** A host and perhaps a port (RFC 9110 §7.2); empty where a target has no authority. */
const hostPattern = /^(?:\[[\da-f:.]+\]|[\w.~%!$&'()*+;=-]*)(?::\d{0,5})?$/i

/** Whether there is one Host header: of two, Node reads the first, and a proxy on the way perhaps the second. */
export function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.length === 4 && rawHeaders[i]!.toLowerCase() === 'host') count += 1
  return count <= 1
}

/** @throws ServiceError 400 for a request with several Host headers, one that is no host, or, in HTTP/1.1, none */
export function checkHost(request: IncomingMessage): void {
  const { host } = request.headers
  if (!hasOneHost(request)) throw refused('There must be one Host header.')
  if (host === undefined) {
    if (request.httpVersion === '1.1') throw refused('HTTP/1.1 wants a Host header.')
  } else if (!hostPattern.test(host)) throw refused('The Host header is not a host.')
}

const refused = (message: string) => new ServiceError('invalid_input', message, { headers: { Connection: 'close' } })
