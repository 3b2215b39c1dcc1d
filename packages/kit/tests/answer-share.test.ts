import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defineEndpoint } from '@parley/contracts/endpoint'
import { createGate } from '@parley/kit/gate'
import { createApp } from '@parley/kit/http'
import { createLog } from '@parley/kit/log'
import { createMetrics } from '@parley/kit/metrics'
import { createReadiness } from '@parley/kit/readiness'
import { ok, route } from '@parley/kit/route'
import { createTracing } from '@parley/kit/tracing'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { expect, it } from 'vitest'
import * as z from 'zod'

const requests = createGate({ name: 'requests', shares: { ip: 1 } })
const running: number[] = []
const list = defineEndpoint({
  owner: 'messaging',
  auth: 'none',
  limit: 'files',
  name: 'testList',
  method: 'get',
  path: '/api/v2/messages/test-list',
  summary: 'For tests.',
  responses: {
    200: z.object({ text: z.string() }).transform((body) => {
      running.push(requests.running)
      return body
    }),
  },
})
const app = createApp({
  routes: [route(list, async () => ok({ text: 'long' }))],
  log: createLog('double', { LOG_LEVEL: 'silent' }),
  metrics: createMetrics('double'),
  readiness: createReadiness(),
  tracing: createTracing('double', undefined),
  requests,
  authenticate: () => {
    throw new Error('not asked for')
  },
  ipOf: () => '192.0.2.1',
  originOf: () => undefined,
})

it('a request has its share until its answer is serialised', async () => {
  const server = createServer(app).listen(0, '127.0.0.1')
  closeAfterwards({ close: async () => void server.close() })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}${list.path}`)
  expect(await answer.json()).toEqual({ text: 'long' })
  expect(running).toEqual([1])
  expect(requests.running).toBe(0)
})
