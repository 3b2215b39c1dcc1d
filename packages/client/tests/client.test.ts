import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient, ParleyError } from '@parley/client/client'
import { getChannel, listChannels } from '@parley/contracts/channels/channels'
import { getMe, login } from '@parley/contracts/identity/auth'
import { postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

interface Seen {
  method: string | undefined
  url: string | undefined
  headers: IncomingMessage['headers']
  body: string
}
type Given = { status: number; headers?: Record<string, string>; body: string }

let seen: Seen[] = []
let given: Given
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  seen.push({ method: request.method, url: request.url, headers: request.headers, body })
  response.writeHead(given.status, { 'Content-Type': 'application/json', 'X-Request-Id': 'r-1', ...given.headers })
  response.end(given.body)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => server.close())
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/parley/`
const client = createClient({ baseUrl, token: 'secret' })

beforeEach(() => {
  seen = []
  given = { status: 200, body: '{"success":true}' }
})

const failure = async (call: Promise<unknown>): Promise<ParleyError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ParleyError)
  return error as ParleyError
}

describe('call', () => {
  it('puts each field where the contract wants it, and the credential in its header', async () => {
    given.status = 201
    await client.call(replyInThread, { id: 'msg/1', content: 'hi', metadata: { a: 1 } }, { idempotencyKey: 'k' })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/parley/api/v2/messages/msg%2F1/thread',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json', 'idempotency-key': 'k' },
    })
    expect(JSON.parse(seen[0]!.body)).toEqual({ content: 'hi', metadata: { a: 1 } })
  })

  it('leaves out what is undefined, and sends no body with GET', async () => {
    await client.call(listChannels, { workspace_id: 'w 1', type: undefined, is_archived: false, limit: 5 })
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/parley/api/v2/channels?workspace_id=w+1&is_archived=false&limit=5',
      body: '',
    })
    expect(seen[0]!.headers['content-type']).toBeUndefined()
  })

  it('needs no input where the endpoint takes none, and no credential where there is none', async () => {
    await createClient({ baseUrl }).call(getMe)
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/parley/api/auth/me' })
    expect(seen[0]!.headers.authorization).toBeUndefined()
  })

  it('never lets a parameter lead to another path', async () => {
    for (const id of ['', '.', '..']) await expect(client.call(getChannel, { id })).rejects.toThrow(TypeError)
    await client.call(getChannel, { id: '../messages?x=1#y' })
    expect(seen.map(({ url }) => url)).toEqual(['/parley/api/v2/channels/..%2Fmessages%3Fx%3D1%23y'])
  })

  it('answers the body of a declared success', async () => {
    given.body = '{"success":true,"channel":{"id":"c"}}'
    expect(await client.call(getChannel, { id: 'c' })).toEqual({ success: true, channel: { id: 'c' } })
  })

  it('stops when its signal says so', async () => {
    await expect(client.call(getMe, {}, { signal: AbortSignal.abort() })).rejects.toThrow(/aborted/)
    expect(seen).toEqual([])
  })
})

describe('what call throws', () => {
  it('reports an error of the team dialect', async () => {
    const details = [{ path: 'content', message: 'Required.' }]
    given = {
      status: 400,
      body: JSON.stringify({
        success: false,
        error: { code: 'invalid_input', message: 'content: Required.', details },
        meta: { request_id: 'r-1', timestamp: '2026-01-01T00:00:00.000Z' },
      }),
    }
    const error = await failure(client.call(postMessage, { channel_id: 'c', content: '' }))
    expect(error).toMatchObject({ status: 400, code: 'invalid_input', details, requestId: 'r-1' })
    expect(error.message).toBe('content: Required.')
  })

  it('reports an error of the desk dialect, naming its code by its status', async () => {
    given = { status: 401, body: '{"statusCode":401,"statusMessage":"Wrong email or password.","data":null}' }
    const error = await failure(client.call(login, { email: 'a@b.c', password: 'secret' }))
    expect(error).toMatchObject({ status: 401, code: 'unauthorized', details: [], requestId: 'r-1' })
    expect(error.message).toBe('Wrong email or password.')
  })

  it('reports when to retry', async () => {
    given = { status: 429, headers: { 'Retry-After': '7' }, body: '{"statusCode":429,"statusMessage":"…","data":null}' }
    expect(await failure(client.call(getMe))).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 7 })
  })

  it('makes sense of answers that are not Parley’s', async () => {
    given = { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<h1>Bad gateway</h1>' }
    expect(await failure(client.call(getMe))).toMatchObject({ status: 502, code: 'bad_gateway', details: [] })
    given = { status: 418, body: 'not { json' }
    expect(await failure(client.call(getMe))).toMatchObject({ status: 418, code: 'invalid_input' })
  })

  it('is thrown for a success that was not declared, too', async () => {
    given = { status: 204, body: '' }
    expect(await failure(client.call(getMe))).toMatchObject({ status: 204 })
  })
})

describe('request', () => {
  it('takes the path as it is and answers whatever comes', async () => {
    given = { status: 404, body: '{"no":1}' }
    const answer = await client.request('post', '/x/%ZZ?a=1', { body: '{"broken"', headers: { 'Content-Type': 'a/b' } })
    expect(answer).toMatchObject({ status: 404, body: { no: 1 } })
    expect(seen[0]).toMatchObject({ url: '/parley/x/%ZZ?a=1', body: '{"broken"', headers: { 'content-type': 'a/b' } })
  })

  it('repeats a query field that is given several times', async () => {
    await client.request('get', '/x', { query: { a: [1, 'ü'], b: null, c: undefined } })
    expect(seen[0]!.url).toBe('/parley/x?a=1&a=%C3%BC')
  })
})
