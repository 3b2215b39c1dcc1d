import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@parley/contracts/endpoint'
import { ServiceError } from '@parley/kit/errors'
import { jsonBody } from '@parley/kit/json-body'

/** Whether a request carries a body, and so must say what it is. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')

/** @throws ServiceError 413 for a body announced as too large, 415 for one of another type than the contract's */
export function checkBody(endpoint: Endpoint, request: IncomingMessage): void {
  if (!hasBody(request)) return
  const { headers } = request
  if (Number(headers['content-length'] ?? 0) > endpoint.bodyLimitBytes) throw tooLarge(endpoint.bodyLimitBytes)
  if (!endpoint.body) return
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1)
  if (!endpoint.consumes.includes(type.trim().toLowerCase() as 'application/json'))
    throw new ServiceError('unsupported_media_type', `The body must be ${endpoint.consumes.join(' or ')}.`)
}

/** The 413 of a body that is, or turns out, larger than this. */
export const tooLarge = (bytes: number): ServiceError =>
  new ServiceError('payload_too_large', `The body may be at most ${sizeOf(bytes)}.`)

const sizeOf = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${Math.floor(bytes / 1024)} KiB`

/** A body read ahead of its handler, which finds it in `request.body`; or what was wrong with it. */
export type ReadJson = (
  endpoint: Endpoint,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<{ body: unknown; error?: unknown }>

/** Reads the small JSON bodies of calls that the gateway answers itself. */
export function createJsonReader(): ReadJson {
  const parsers = new Map<number, ReturnType<typeof jsonBody>>()
  return async (endpoint, request, response) => {
    try {
      checkBody(endpoint, request)
    } catch (error) {
      return { body: undefined, error }
    }
    const limit = endpoint.bodyLimitBytes
    let parse = parsers.get(limit)
    if (!parse) {
      parse = jsonBody(limit)
      parsers.set(limit, parse)
    }
    return new Promise((resolve) => {
      parse(request, response, (error?: unknown) =>
        resolve({ body: (request as IncomingMessage & { body?: unknown }).body, error }),
      )
    })
  }
}
