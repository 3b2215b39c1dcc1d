import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import * as z from 'zod'
import { closeAfterwards } from './close-afterwards.ts'

/** `POST /embeddings` as OpenAI-compatible servers take it. */
const EmbeddingsRequest = z.object({ model: z.string().min(1), input: z.array(z.string().min(1)).min(1).max(2_048) })

export interface EmbeddingsApi {
  /** The base URL: `EMBEDDINGS_URL`. */
  readonly url: string
  /** The requests that were answered, in order. */
  readonly requests: { model: string; input: string[]; key: string | undefined }[]
  /** Set while requests are answered with this status, or not at all. */
  failure: number | 'silent' | undefined
}

/**
 * A double of an OpenAI-compatible embeddings endpoint.
 *
 * @param vectorOf the vector of a text; it need not be of length 1
 */
export async function startEmbeddingsApi(vectorOf: (text: string) => number[]): Promise<EmbeddingsApi> {
  const server = createServer(async (request: IncomingMessage, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    if (request.method !== 'POST' || request.url !== '/v1/embeddings')
      return answer(404, { error: { message: 'Unknown.' } })
    const { data } = EmbeddingsRequest.safeParse(await json(request))
    if (!data) return answer(400, { error: { message: 'Invalid input.' } })
    if (api.failure === 'silent') return
    if (api.failure !== undefined) return answer(api.failure, { error: { message: 'Failed.' } })
    const { authorization } = request.headers
    api.requests.push({ ...data, key: authorization?.replace('Bearer ', '') })
    answer(200, {
      object: 'list',
      model: data.model,
      // In an order of its own, as the protocol allows.
      data: data.input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })).reverse(),
      usage: { prompt_tokens: 1, total_tokens: 1 },
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const api: EmbeddingsApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: [],
    failure: undefined,
  }
  closeAfterwards({
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
  return api
}
