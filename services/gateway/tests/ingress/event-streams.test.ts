import type { RequestListener } from 'node:http'
import { defineStream } from '@parley/contracts/stream'
import { expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createDeployment, openGateway, register, startDouble, withOwnRedis } from './gateway.ts'

const stream = defineStream({
  name: 'testEvents',
  method: 'get',
  path: '/api/v2/test-events',
  owner: 'messaging',
  auth: 'user',
  limit: 'default',
  summary: 'For tests.',
  frames: {
    ping: z.object({ id: z.string() }),
    error: z.object({ code: z.string(), message: z.string(), id: z.string() }),
  },
  errorData: ({ code, message }, { id }) => ({ code, message, id }),
})
const frame = 'event: ping\ndata: {"id":"a"}\n\n'
let answer: RequestListener
const service = await startDouble((request, response) => answer(request, response))
const deployment = await createDeployment()
const open = (env: Record<string, string> = {}, idleStreamMs?: number) =>
  openGateway(
    withOwnRedis(deployment),
    { upstreams: { messaging: service.url }, endpoints: [stream], env },
    idleStreamMs === undefined ? {} : { idleStreamMs },
  )
const gateway = await open()
const ada = await register(gateway.url)

async function follow(url: string, { headers } = ada) {
  const response = await fetch(`${url}${stream.path}`, { headers })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  return { status: response.status, reader, next: async () => (await reader.read()).value }
}
async function expectInterruption({ reader }: Awaited<ReturnType<typeof follow>>): Promise<void> {
  const lastFrame = /^retry: 1000\nevent: error\ndata: \{"code":"unavailable","message":"[^"]+","id":"a"\}\n\n$/
  expect((await reader.read()).value).toMatch(lastFrame)
  expect(await reader.read()).toEqual({ done: true, value: undefined })
}
/** Answers with a first frame, or a part of one, and then with comments. */
const sending =
  (first: string, everyMs?: number): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(first)
    const timer = everyMs === undefined ? undefined : setInterval(() => response.write(': keep-alive\n\n'), everyMs)
    response.once('close', () => clearInterval(timer))
  }

it('a stream lives for as long as it sends comments, and is cut off when it sends nothing', async () => {
  const { url } = await open({}, 500)
  answer = sending(frame, 100)
  const { next, reader } = await follow(url)
  let received = ''
  while (received.length < frame.length + 20 * ': keep-alive\n\n'.length) received += await next()
  await reader.cancel()
  answer = sending(frame)
  const silent = await follow(url)
  expect(await silent.next()).toBe(frame)
  await expect(silent.next()).rejects.toThrow()
})

it('a stream whose service dies ends between frames, asking the client to connect again, and is cut within one', async () => {
  let die = () => {}
  const dying =
    (first: string): RequestListener =>
    (request, response) => {
      die = () => response.destroy()
      sending(first)(request, response)
    }
  answer = dying(frame)
  const between = await follow(gateway.url)
  expect(await between.next()).toBe(frame)
  die()
  await expectInterruption(between)
  answer = dying('event: ping\nda')
  const within = await follow(gateway.url)
  await within.next()
  die()
  await expect(within.next()).rejects.toThrow()
})

it('streams count against the shares of streams', async () => {
  const { url } = await open({ RATE_LIMITS: 'on', STREAMS_PER_PERSON: '1' })
  answer = sending(frame)
  const first = await follow(url)
  await first.next()
  expect((await follow(url)).status).toBe(429)
  await first.reader.cancel()
  await vi.waitFor(async () => expect((await follow(url)).status).toBe(200), 10_000)
})

it('a stream that begins after its caller’s session has ended ends with that error, whatever its service does', async () => {
  const bob = await register(gateway.url)
  answer = async (request, response) => {
    await fetch(`${gateway.url}/api/auth/logout`, { method: 'POST', headers: bob.headers })
    sending(frame, 50)(request, response)
  }
  const { reader } = await follow(gateway.url, bob)
  let received = ''
  for (let read = await reader.read(); !read.done; read = await reader.read()) received += read.value
  expect(received).toMatch(/\n\nevent: error\ndata: \{"code":"unauthorized","message":"[^"]+","id":"a"\}\n\n$/)
})

it('a gateway that stops ends streams between frames, asking clients to connect again, and cuts those within one', async () => {
  const stopping = await open({ DRAIN_TIMEOUT_MS: '8000' })
  answer = sending(frame)
  const between = await follow(stopping.url)
  await between.next()
  answer = sending('event: ping\nda')
  const within = await follow(stopping.url)
  await within.next()
  const startedAt = performance.now()
  const stopped = stopping.close()
  await expectInterruption(between)
  await expect(within.next()).rejects.toThrow()
  await stopped
  expect(performance.now() - startedAt).toBeLessThan(8_000)
})
