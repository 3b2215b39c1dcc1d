import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { MIMEType } from 'node:util'
import type { Endpoint } from '@parley/contracts/endpoint'
import getRawBody from 'raw-body'
import { contentEncodingOf, decodeBody } from './content-encoding.ts'
import { ServiceError } from './errors.ts'
import { boundJson } from './input.ts'

type WithBody = IncomingMessage & { body?: unknown }

/**
 * Reads a JSON body of at most `limitBytes` into `request.body`: `{}` where there is none, nothing where the body is
 * of another type. It is decoded as its `Content-Encoding` says, must be the UTF-8 that JSON is (decoded leniently, what
 * is stored would not be what was sent), and is looked over before it is parsed.
 */
export function jsonBody(limitBytes: number) {
  return (request: IncomingMessage, _response: ServerResponse, next: (error?: unknown) => void): void => {
    const target = request as WithBody
    if (target.body !== undefined || !hasBody(request)) {
      next()
      return
    }
    read(request, limitBytes).then((body) => {
      target.body = body
      next()
    }, next)
  }
}

/**
 * What a request says of its body, before any of it is read.
 *
 * @throws ServiceError 413 for one announced as too large, 415 for another type or encoding than is accepted
 */
export function checkBody(endpoint: Endpoint, request: IncomingMessage): void {
  if (!hasBody(request)) return
  const { headers } = request
  if (Number(headers['content-length'] ?? 0) > endpoint.bodyLimitBytes) throw tooLarge(endpoint.bodyLimitBytes)
  if (endpoint.method === 'get') return
  contentEncodingOf(request)
  if (!endpoint.body && !endpoint.raw) return
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1)
  if (!endpoint.consumes.includes('*/*') && !endpoint.consumes.includes(type.trim().toLowerCase()))
    throw new ServiceError('unsupported_media_type', `The body must be ${endpoint.consumes.join(' or ')}.`)
}

/** Whether a request carries a body, and so must say what it is. */
export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')

async function read(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  return isJson(request.headers['content-type']) ? parse(await readBytes(request, limitBytes)) : undefined
}

/**
 * A body's bytes, decoded as its `Content-Encoding` says; empty where there is none.
 *
 * @throws ServiceError 413 beyond `limitBytes`, 415 for an encoding that is not accepted, 400 for one that breaks off
 */
export async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const { stream, close } = decodeBody(request, limitBytes, () => tooLarge(limitBytes))
  const isEncoded = stream !== request
  try {
    const length = isEncoded ? undefined : request.headers['content-length']
    return await getRawBody(stream, { limit: limitBytes, ...(length !== undefined && { length }) })
  } catch (error) {
    throw unreadable(error, limitBytes)
  } finally {
    close()
    if (isEncoded) request.resume()
  }
}

/** What raw-body fails of, by its `type`; what the decoder fails of is a ServiceError already. */
function unreadable(error: unknown, limitBytes: number): unknown {
  switch ((error as { type?: unknown }).type) {
    case 'entity.too.large':
      return tooLarge(limitBytes)
    case 'request.size.invalid':
      return new ServiceError('invalid_input', 'The body’s length is not the one announced.')
    case 'request.aborted':
      return new ServiceError('invalid_input', 'The body ended early.')
    default:
      return error
  }
}

/** @throws ServiceError 415 for another charset than UTF-8 */
function isJson(type: string | undefined): boolean {
  if (type === undefined || !/^\s*application\/json\s*(?:;|$)/i.test(type)) return false
  const charset = new MIMEType(type).params.get('charset') ?? 'utf-8'
  if (/^utf-?8$/i.test(charset)) return true
  throw new ServiceError('unsupported_media_type', 'The body’s charset must be UTF-8.')
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

function parse(given: Buffer): unknown {
  if (given.length === 0) return {}
  if (!isUtf8(given)) throw new ServiceError('invalid_input', 'The body is not valid UTF-8.')
  const text = given.subarray(0, 3).equals(byteOrderMark) ? given.subarray(3) : given
  boundJson(text)
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    throw new ServiceError('invalid_input', 'The body is not valid JSON.')
  }
}

/** The 413 of a body that is, or turns out, larger than this. */
export const tooLarge = (bytes: number): ServiceError =>
  new ServiceError('payload_too_large', `The body may be at most ${sizeOf(bytes)}.`)

const sizeOf = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${Math.floor(bytes / 1024)} KiB`
