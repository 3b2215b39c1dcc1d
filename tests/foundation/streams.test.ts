import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { logout, register } from '@parley/contracts/identity/auth'
import { openApiDocument } from '@parley/contracts/openapi'
import { freePort } from '@parley/embedded/ports'
import { assertionHeader, createSigner } from '@parley/kit/assertion'
import { loadConfig, ServiceConfig } from '@parley/kit/config'
import { bootStandIn } from '@parley/testing/stand-in'
import { describe, expect, it, vi } from 'vitest'
import { followCount, streamEndpoints, streamReply } from './streams/contracts.ts'
import { createService, newControls } from './streams/service.ts'

const controls = newControls()
const example = await bootStandIn('chat-engine', {
  endpoints: streamEndpoints,
  create: (env) => createService(loadConfig(ServiceConfig, env), controls),
  env: { STREAM_KEEP_ALIVE_MS: '250' },
})
let people = 0
/** Someone new, with a client of theirs. */
async function newcomer() {
  const email = `person-${++people}@example.com`
  const { token, user, workspace } = await example
    .client()
    .call(register, { email, password: 'correct horse battery', name: 'Ada', companyName: 'Acme' })
  return { client: example.client(token), token, userId: user.uuid, workspaceId: workspace.uuid }
}
const ada = await newcomer()

/** The text of a stream as it comes, in the pieces that it comes in. */
async function open(path: string, init: RequestInit = {}) {
  const response = await fetch(`${example.url}${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${ada.token}`, 'Content-Type': 'application/json', ...init.headers },
  })
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader()
  return {
    response,
    next: async () => (await reader.read()).value,
    async rest() {
      let text = ''
      for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value
      return text
    },
    leave: () => reader.cancel(),
  }
}
const counts = (id: string, query = '') => open(`/api/v2/example/counts/${id}?${query}`)
const reply = (message: string) => open('/api/v2/example/stream', { method: 'POST', body: JSON.stringify({ message }) })
async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const each of stream) found.push(each)
  return found
}
const numberFrame = (n: number) => `id: ${n}\nevent: number\ndata: {"n":${n},"padding":""}\n\n`
const endOf = (id: string) => vi.waitFor(() => expect(controls.ended).toContain(id), 10_000)

describe('a stream', () => {
  it('sends its frames as declared, and ends', async () => {
    const { response, rest } = await counts('plain')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(await rest()).toBe([1, 2, 3].map(numberFrame).join(''))
  })

  it('answers HEAD as it would GET, and ends before its first frame', async () => {
    const headOf = async (id: string) => {
      const { response } = await open(`/api/v2/example/counts/${id}?to=100000`, { method: 'HEAD' })
      return [response.status, response.headers.get('content-type'), await response.text()]
    }
    expect(await headOf('head')).toEqual([200, 'text/event-stream; charset=utf-8', ''])
    await endOf('head')
    expect(controls.yielded.get('head')).toBe(1)
    controls.closed.add('hidden')
    expect(await headOf('hidden')).toEqual([404, 'application/json; charset=utf-8', ''])
  })

  it('comes through the gateway as it is sent, with comments while nothing is', async () => {
    const { next, leave } = await counts('quiet', 'to=1&ending=wait')
    expect(await next()).toBe(numberFrame(1))
    expect(await next()).toBe(': keep-alive\n\n')
    expect(await next()).toBe(': keep-alive\n\n')
    await leave()
  })

  it('aborts its handler as soon as the client is gone', async () => {
    const { next, leave } = await counts('left', 'to=1&ending=wait')
    await next()
    expect(controls.ended).not.toContain('left')
    await leave()
    await endOf('left')
  })

  it('runs no further ahead than the client reads, and cuts off one that does not read', async () => {
    const { port } = new URL(example.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.pause()
    const target = '/api/v2/example/counts/stalled?to=100000&size=100000'
    socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${ada.token}\r\n\r\n`)
    await endOf('stalled')
    expect(controls.yielded.get('stalled')).toBeLessThan(1_000)
    socket.resume()
    await once(socket, 'close')
  })

  it('answers an error before its first frame as any endpoint does', async () => {
    controls.closed.add('gone')
    const { response, rest } = await counts('gone')
    expect(response.status).toBe(404)
    expect(JSON.parse(await rest())).toMatchObject({ success: false, error: { code: 'not_found' } })
    await expect(ada.client.stream(streamReply, { message: '' }).next()).rejects.toMatchObject({
      status: 400,
      code: 'invalid_input',
    })
  })

  it.each(['throw', 'yield-nonsense'])(
    'sends a later error as its last frame, which discloses nothing (%s)',
    async (ending) => {
      const { response, rest } = await counts(ending, `to=1&ending=${ending}`)
      const [number, last] = (await rest()).split(/(?<=\n\n)/)
      expect(number).toBe(numberFrame(1))
      const [event, data] = last!.split('\n')
      expect(event).toBe('event: error')
      expect(JSON.parse(data!.slice('data: '.length))).toEqual({
        success: false,
        error: { code: 'internal', message: 'Something went wrong on our side.' },
        meta: { request_id: response.headers.get('x-request-id'), timestamp: expect.any(String) },
      })
    },
  )

  it('may have an error frame of its own', async () => {
    const text = await (await reply('please fail now')).rest()
    const [connected, ...frames] = text.trimEnd().split('\n\n')
    const { streamId } = JSON.parse(connected!.split('data: ')[1]!)
    expect(frames).toEqual([
      'event: text_delta\ndata: {"content":"please ","accumulated_length":7}',
      'event: text_delta\ndata: {"content":"fail ","accumulated_length":12}',
      `event: error\ndata: ${JSON.stringify({ message: 'The model cannot be reached.', streamId })}`,
    ])
  })

  it('is iterated over by the client, typed by its frames', async () => {
    let text = ''
    for await (const { event, data } of ada.client.stream(streamReply, { message: 'one two' })) {
      if (event === 'text_delta') text += data.content
      if (event === 'done') expect(data.reply).toBe(text)
    }
    expect(text).toBe('one two')
    const failing = all(ada.client.stream(streamReply, { message: 'fail now' }))
    await expect(failing).rejects.toMatchObject({ name: 'ParleyError', message: 'The model cannot be reached.' })
    const resumed = all(ada.client.stream(followCount, { id: 'middle', to: 5 }, { lastEventId: '3' }))
    expect((await resumed).map(({ id }) => id)).toEqual(['4', '5'])
    const leaving = new AbortController()
    const frames = ada.client.stream(followCount, { id: 'aborted', to: 1, ending: 'wait' }, { signal: leaving.signal })
    await frames.next()
    leaving.abort(new Error('enough'))
    await expect(frames.next()).rejects.toThrow('enough')
    await endOf('aborted')
  })

  it('is in OpenAPI as text/event-stream, with the shapes of its frames', () => {
    const document = openApiDocument({ serverUrl: 'https://example.com', version: '1', endpoints: streamEndpoints })
    const { paths } = document as { paths: Record<string, Record<string, { responses: Record<string, unknown> }>> }
    const shapes = JSON.stringify(paths['/api/v2/example/stream']!.post!.responses[200])
    expect(shapes).toContain('"text/event-stream"')
    for (const event of Object.keys(streamReply.frames)) expect(shapes).toContain(`"const":"${event}"`)
  })
})

describe('when access changes', () => {
  it('ends what its caller may no longer receive, says so, and leaves others alone', async () => {
    const bob = await newcomer()
    const [lost, kept] = ['lost', 'kept'].map((id) => bob.client.stream(followCount, { id, to: 1, ending: 'wait' }))
    const hers = ada.client.stream(followCount, { id: 'hers', to: 1, ending: 'wait' })
    for (const stream of [lost!, kept!, hers]) await stream.next()
    controls.closed.add('lost').add('hers')
    await example.client(bob.token).call(logout)
    await expect(lost!.next()).rejects.toMatchObject({ code: 'forbidden', message: 'You may no longer receive this.' })
    // The gateway has seen that the session is gone; the service may not have.
    await expect(kept!.next()).rejects.toMatchObject({ status: 401 })
    expect(controls.ended).not.toContain('hers')
    await hers.return()
  })

  it('ends one that does not say who may continue, and lets its client ask again', async () => {
    const bob = await newcomer()
    const stream = bob.client.stream(streamReply, { message: 'wait a little' })
    await stream.next()
    await stream.next()
    await bob.client.call(logout)
    await expect(stream.next()).rejects.toMatchObject({ message: 'Your access has changed; connect again.' })
  })
})

describe('at shutdown', () => {
  it('ends at once, its database closed, and is resumed by the client where the service is back, with nothing lost or repeated', async () => {
    const stream = ada.client.stream(followCount, { id: 'resumed', to: 4, hangsAfter: 2 })
    const numbers = all(stream)
    const unrepeatable = ada.client.stream(streamReply, { message: 'wait a little' })
    for (const _ of ['connected', 'text_delta']) await unrepeatable.next()
    await vi.waitFor(() => expect(controls.yielded.get('resumed')).toBe(2))
    const connections = () =>
      example.database.query(`select from pg_stat_activity
        where datname = current_database() and application_name = 'parley-chat-engine'`)
    expect(await connections()).not.toEqual([])
    await example.stopService()
    // Sooner than a connection that is not used is closed by itself.
    await vi.waitFor(async () => expect(await connections()).toEqual([]), 15_000)
    await expect(unrepeatable.next()).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The service is stopping; connect again.',
    })
    await example.startService()
    expect((await numbers).map(({ data }) => data.n)).toEqual([1, 2, 3, 4])
  })

  it('a process with an open stream exits with 0 within the drain time', async () => {
    const port = String(await freePort())
    const child = spawn(process.execPath, [join(import.meta.dirname, 'streams/main.ts')], {
      env: { ...process.env, ...example.environment('chat-engine', port), LOG_LEVEL: 'info', DRAIN_TIMEOUT_MS: '8000' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let log = ''
    child.stdout.on('data', (chunk: Buffer) => {
      log += chunk
    })
    await vi.waitFor(() => expect(log).toContain('is ready'), 30_000)
    const caller = {
      userId: ada.userId,
      workspaceId: ada.workspaceId,
      credentialId: crypto.randomUUID(),
      kind: 'user',
      credential: 'session',
      role: 'owner',
      isAgent: true,
      scopes: null,
    } as const
    const headers = {
      [assertionHeader]: createSigner('gateway', example.keys.signingKeys.gateway)('chat-engine', caller),
    }
    const url = `http://127.0.0.1:${port}/api/v2/example/counts/1?to=1&ending=hang`
    const reader = (await fetch(url, { headers })).body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe(numberFrame(1))
    const stoppedAt = performance.now()
    child.kill('SIGTERM')
    let last = ''
    for (let part = await reader.read(); !part.done; part = await reader.read()) last += part.value
    expect(last).toContain('retry: 1000\nevent: error\ndata: {"success":false,"error":{"code":"unavailable"')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(performance.now() - stoppedAt).toBeLessThan(8_000)
  })
})
