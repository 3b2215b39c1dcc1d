import { randomUUID } from 'node:crypto'
import type { CallOptions, Client } from '@parley/client/client'
import type { Endpoint } from '@parley/contracts/endpoint'
import { expect } from 'vitest'

/** Endpoints that have answered a second request with the answer to the first, as all of them must that keep keys. */
export const replayed = new Set<string>()

/**
 * Sends a request, and a second time under its key where that is kept: then the second is answered as the first was. Whether
 * a POST is replayed is not for its handler to decide.
 *
 * @returns the first answer
 */
export async function answerTwice(client: Client, endpoint: Endpoint, input: unknown, options: CallOptions = {}) {
  const keyed = { ...options, idempotencyKey: randomUUID() }
  const first = await client.answer(endpoint, input as never, keyed)
  if (!endpoint.idempotent || first.status >= 300) return first
  const again = await client.answer(endpoint, input as never, keyed)
  const { name } = endpoint
  expect({ status: again.status, replayed: again.headers.get('idempotency-replayed') }, name).toEqual({
    status: first.status,
    replayed: 'true',
  })
  expect(unsigned(again.body), name).toEqual(unsigned(first.body))
  replayed.add(name)
  return first
}

/** Calls as its client does, each twice under one key where keys are kept. */
export const callingTwice =
  (client: Client): Client['call'] =>
  async (endpoint, ...args) => {
    const [input = {}, options] = args as unknown as [unknown?, CallOptions?]
    const { status, body } = await answerTwice(client, endpoint, input, options)
    expect(status, `${endpoint.name}: ${JSON.stringify(body)}`).toBeLessThan(300)
    return body as never
  }

/** Without the queries of URLs, which are signed anew. */
const unsigned = (body: unknown) => JSON.stringify(body).replaceAll(/(\/api\/[^"?]*\/files\/[^"?]*)\?[^"]*/g, '$1')
