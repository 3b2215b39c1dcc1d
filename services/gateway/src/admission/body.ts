import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@parley/contracts/endpoint'
import { checkBody, jsonBody } from '@parley/kit/json-body'

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
