import { once } from 'node:events'
import { Agent, get as httpGet, type IncomingMessage, type ServerResponse } from 'node:http'
import { defineEndpoint } from '@parley/contracts/endpoint'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createDeployment, openGateway, register, startDouble } from './gateway.ts'
import { runCable } from './tcp.ts'

const stream = defineEndpoint({
  name: 'testStream',
  method: 'get',
  path: '/api/v2/test-stream',
  owner: 'messaging',
  auth: 'user',
  limit: 'default',
  summary: 'A stream for tests.',
  streams: true,
  responses: { 200: z.unknown() },
})

const deployment = await createDeployment()
const waiting: ServerResponse[] = []
const service = await startDouble((request, response) => {
  if (request.url?.startsWith('/api/v2/test-stream'))
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: one\n\n')
  waiting.push(response)
})
const open = (env?: Record<string, string>) =>
  openGateway(deployment, { upstreams: { messaging: service.url }, endpoints: [stream], env })

/** A request that the service has received and not answered. */
async function ask(
  url: string,
  headers: Record<string, string>,
  agent: Agent,
): Promise<{ answer: Promise<IncomingMessage>; served: ServerResponse }> {
  const before = waiting.length
  const request = httpGet(url, { headers, agent })
  const answer = once(request, 'response').then(([response]) => response as IncomingMessage)
  answer.catch(() => {})
  await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(before), 30_000)
  return { answer, served: waiting.at(-1)! }
}

const textOf = async (answer: IncomingMessage) => {
  let text = ''
  for await (const chunk of answer) text += chunk
  return text
}

describe('a gateway that stops', () => {
  it('finishes calls and streams that are under way, and takes no new ones', async () => {
    const gateway = await open({ DRAIN_TIMEOUT_MS: '5000' })
    const ada = await register(gateway.url)
    const agent = new Agent({ keepAlive: true })
    const call = await ask(`${gateway.url}/api/v2/messages/history`, ada.headers, agent)
    const streamed = await ask(`${gateway.url}/api/v2/test-stream`, ada.headers, agent)
    const body = streamed.answer.then(textOf)
    const stopped = gateway.close()
    await vi.waitUntil(
      () =>
        fetch(`${gateway.url}/healthz`).then(
          () => false,
          () => true,
        ),
      30_000,
    )
    call.served.end('{"late":true}')
    const answer = await call.answer
    expect([answer.statusCode, await textOf(answer)]).toEqual([200, '{"late":true}'])
    streamed.served.end('event: two\n\n')
    expect(await body).toBe('event: one\n\nevent: two\n\n')
    await stopped
  })

  it('cuts off what does not end', async () => {
    const gateway = await open({ DRAIN_TIMEOUT_MS: '300' })
    const ada = await register(gateway.url)
    const streamed = await ask(`${gateway.url}/api/v2/test-stream`, ada.headers, new Agent({ keepAlive: true }))
    const body = streamed.answer.then(textOf)
    const cut = [expect(body).rejects.toThrow(), once(streamed.served, 'close')]
    await gateway.close()
    await Promise.all(cut)
  })

  it('stops while Redis and PostgreSQL are unavailable', async () => {
    const [redis, postgres] = [
      await runCable(deployment.redisUrl),
      await runCable(deployment.database.urlOf('gateway')),
    ]
    const gateway = await openGateway({ ...deployment, redisUrl: redis.url }, { env: { DATABASE_URL: postgres.url } })
    await register(gateway.url)
    await Promise.all([redis.pull(), postgres.pull()])
    await gateway.close() // the test's timeout ends one that waits for them
  })
})
