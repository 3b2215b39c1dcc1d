import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:net'
import { defineEndpoint } from '@parley/contracts/endpoint'
import { listMessages } from '@parley/contracts/messages/messages'
import { createVerifier } from '@parley/kit/assertion'
import { publicKeyOf } from '@parley/kit/keys'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createUpstream } from '../../src/proxy/upstream.ts'
import { createDeployment, openGateway, register, sendRaw, startDouble } from './gateway.ts'

const common = {
  owner: 'messaging',
  auth: 'user',
  limit: 'default',
  summary: 'For tests.',
  responses: { 200: z.unknown() },
} as const
const upload = defineEndpoint({
  ...common,
  name: 'testUpload',
  method: 'post',
  path: '/api/v2/test-upload',
  streams: true,
  consumes: ['multipart/form-data'],
  body: z.object({}),
  bodyLimitBytes: 64 * 1024 * 1024,
})
const stream = defineEndpoint({
  ...common,
  name: 'testStream',
  method: 'get',
  path: '/api/v2/test-stream',
  streams: true,
})
const change = defineEndpoint({
  ...common,
  name: 'testChange',
  method: 'put',
  path: '/api/v2/test-change',
  body: z.object({}),
})

let answer: RequestListener
const seen: IncomingMessage[] = []
beforeEach(() => {
  seen.length = 0
  answer = (_request, response) => void response.end('{}')
})
const service = await startDouble((request, response) => {
  seen.push(request)
  answer(request, response)
})
const deployment = await createDeployment()
const gateway = await openGateway(deployment, {
  upstreams: { messaging: service.url },
  endpoints: [upload, stream, change],
  env: { UPSTREAM_TIMEOUT_MS: '400' },
})
const ada = await register(gateway.url)
const history = `${gateway.url}/api/v2/messages/history`
const json = { ...ada.headers, 'content-type': 'application/json' }

/** A request whose body is written piece by piece. */
function open(method: string, path: string, headers: Record<string, string | string[]>) {
  const outgoing = httpRequest(gateway.url + path, { method, headers: { ...ada.headers, ...headers } })
  outgoing.on('error', () => {})
  return outgoing
}

describe('a call that goes through', () => {
  it('carries who calls, signed for this service, and the trace; and none of the client’s credentials', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await fetch(`${history}?channel_id=x&y=%20`, {
      headers: {
        ...ada.headers,
        'x-request-id': 'mine',
        traceparent: trace,
        cookie: 'a=b',
        'x-api-key': 'prl',
        'x-custom': 'kept',
      },
    })
    const [{ url, headers }] = seen as [IncomingMessage]
    expect(url).toBe('/api/v2/messages/history?channel_id=x&y=%20')
    const verify = createVerifier('messaging', { gateway: publicKeyOf(deployment.keys.signingKeys.gateway) })
    expect(verify(String(headers['x-parley-assertion']))).toMatchObject({
      userId: ada.userId,
      workspaceId: ada.workspaceId,
      kind: 'user',
      credential: 'session',
      role: 'owner',
      isAgent: true,
      scopes: null,
    })
    expect(headers).toMatchObject({ 'x-request-id': 'mine', 'x-parley-client-ip': '127.0.0.1', 'x-custom': 'kept' })
    expect(headers.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)/)
    expect(headers.host).toBe(new URL(service.url).host)
    for (const name of ['authorization', 'x-api-key', 'cookie']) expect(headers[name]).toBeUndefined()
  })

  it('carries no header by which a client could pass for the gateway', async () => {
    const outgoing = open('GET', '/api/v2/messages/history', {
      'X-Parley-Assertion': 'forged',
      'x-parley-client-ip': '6.6.6.6',
      'X-PARLEY-ROLE': 'owner',
      Forwarded: 'for=6.6.6.6',
      'X-Forwarded-For': '6.6.6.6',
      'X-Forwarded-Host': 'evil.example',
      'X-Real-IP': '6.6.6.6',
      TE: 'trailers',
      Connection: 'keep-alive, x-hop, x-parley-client-ip',
      'X-Hop': 'mine',
    })
    outgoing.end()
    await once(outgoing, 'response')
    const [{ headers, rawHeaders }] = seen as [IncomingMessage]
    expect(JSON.stringify(rawHeaders)).not.toMatch(/forged|6\.6\.6\.6|evil|x-hop|trailers|parley-role/i)
    expect(headers['x-parley-client-ip']).toBe('127.0.0.1')
    expect(rawHeaders.filter((name) => name.toLowerCase() === 'x-parley-assertion')).toHaveLength(1)
  })

  it('comes back with the service’s status, headers and body, and the connection’s own left out', async () => {
    answer = (_request, response) => {
      response.writeHead(409, 'Conflict', [
        ['content-type', 'application/json'],
        ['x-two', 'a'],
        ['x-two', 'b'],
        ['connection', 'close'],
        ['x-powered-by', 'something'],
        ['x-request-id', 'another'],
      ])
      response.end('{"mine":1}')
    }
    const back = await fetch(history, { headers: { ...ada.headers, 'x-request-id': 'the-one' } })
    expect([back.status, await back.text()]).toEqual([409, '{"mine":1}'])
    expect(back.headers.get('x-two')).toBe('a, b')
    expect(back.headers.get('x-request-id')).toBe('the-one')
    expect(back.headers.get('x-powered-by')).toBeNull()
    expect(back.headers.get('connection')).not.toBe('close')
  })

  it.each([204, 304])('comes back as a %i without a body', async (status) => {
    answer = (_request, response) => response.writeHead(status).end()
    const back = await fetch(history, { headers: ada.headers })
    expect([back.status, await back.text()]).toEqual([status, ''])
  })

  it('of HEAD keeps the length of what it does not send', async () => {
    answer = (_request, response) => response.writeHead(200, { 'content-length': '1234' }).end()
    const back = await fetch(history, { method: 'HEAD', headers: ada.headers })
    expect([back.headers.get('content-length'), seen[0]!.method]).toEqual(['1234', 'HEAD'])
  })

  it('shares connections with the others', async () => {
    const ports = new Set<number | undefined>()
    answer = (request, response) => {
      ports.add(request.socket.remotePort)
      response.end('{}')
    }
    for (let i = 0; i < 20; i++) await (await fetch(history, { headers: ada.headers })).text()
    expect(ports.size).toBe(1)
  })
})

describe('a body', () => {
  it('reaches the service as it is sent, not when it is whole', async () => {
    const chunks: string[] = []
    answer = (request, response) => {
      request.on('data', (chunk) => chunks.push(String(chunk)))
      request.on('end', () => response.end('{}'))
    }
    const outgoing = open('POST', '/api/v2/test-upload', { 'content-type': 'multipart/form-data; boundary=x' })
    outgoing.write('first')
    await vi.waitFor(() => expect(chunks.join('')).toBe('first'), 30_000)
    outgoing.end('second')
    const [back] = (await once(outgoing, 'response')) as [IncomingMessage]
    expect([back.statusCode, chunks.join('')]).toEqual([200, 'firstsecond'])
  })

  it('waits where the service does not read it, and arrives whole when it does', async () => {
    let bytes = 0
    let reading: IncomingMessage | undefined
    answer = (request, response) => {
      if (request.method === 'GET') return void response.end('{}')
      reading = request.pause()
      request.on('data', (chunk) => {
        bytes += chunk.length
      })
      request.on('end', () => response.end('{}'))
      request.pause()
    }
    const whole = upload.bodyLimitBytes
    const outgoing = open('POST', '/api/v2/test-upload', {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': String(whole),
    })
    const piece = Buffer.alloc(1024 * 1024)
    for (let i = 0; i < whole / piece.length; i++) outgoing.write(piece)
    outgoing.end()
    await vi.waitUntil(() => reading, 30_000)
    for (let i = 0; i < 30; i++) await (await fetch(history, { headers: ada.headers })).text()
    expect(outgoing.writableFinished).toBe(false)
    expect(outgoing.socket!.writableLength).toBeGreaterThan(whole / 3)
    reading!.resume()
    const [back] = (await once(outgoing, 'response')) as [IncomingMessage]
    expect([back.statusCode, bytes]).toEqual([200, whole])
  })

  it('of unannounced length is cut off where it becomes too large, and the service is rid of it', async () => {
    const cut = new Promise<void>((resolve) => {
      answer = (request) => {
        request.on('error', () => {})
        request.on('close', resolve)
        request.resume()
      }
    })
    const outgoing = open('POST', '/api/v2/messages', {
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    })
    const answered = once(outgoing, 'response')
    for (let i = 0; i < 10; i++) outgoing.write(Buffer.alloc(64 * 1024, ' '))
    const [back] = (await answered) as [IncomingMessage]
    expect(back.statusCode).toBe(413)
    await cut
    outgoing.destroy()
  })

  it('is not asked for before it is known to be welcome', async () => {
    const expecting = (headers: string) =>
      sendRaw(
        gateway.url,
        `POST /api/v2/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n${headers}\r\n`,
      )
    const refused = await expecting('')
    expect([refused.status, refused.headers.connection]).toEqual([401, 'close'])
    expect(seen).toHaveLength(0)
    const outgoing = open('POST', '/api/v2/messages', {
      'content-type': 'application/json',
      expect: '100-continue',
      'content-length': '2',
    })
    outgoing.flushHeaders()
    await once(outgoing, 'continue')
    outgoing.end('{}')
    const [back] = (await once(outgoing, 'response')) as [IncomingMessage]
    expect(back.statusCode).toBe(200)
  })

  const trickling = ['/api/v2/messages', '/api/v1/chat', '/api/v2/chat/stream', '/api/v2/twins/try']
  it.each(trickling)('that trickles in is given up, and so is its service’s part in it: %s', async (path) => {
    const upstreams = { messaging: service.url, 'chat-engine': service.url }
    const slow = await openGateway(deployment, { upstreams }, { bodyTimeoutMs: 300 })
    let [reached, closed] = [0, 0]
    answer = (request) => {
      reached++
      request.on('error', () => {})
      request.on('close', () => closed++)
      request.resume()
    }
    const { hostname, port } = new URL(slow.url)
    const trickle = async () => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      const received = once(socket, 'data')
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
      )
      const [text] = (await received) as [Buffer]
      socket.destroy()
      return String(text)
    }
    // On a busy machine one may be given up before it has reached the service.
    while (reached === 0) expect(await trickle()).toMatch(/^HTTP\/1\.1 400[\s\S]+did not arrive in time/)
    await vi.waitFor(() => expect(closed).toBe(reached), 30_000)
  })
})

describe('an event stream', () => {
  it('comes through as it is written', async () => {
    let served!: ServerResponse
    answer = (_request, response) => {
      served = response
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    }
    const back = await fetch(`${gateway.url}/api/v2/test-stream`, {
      headers: { ...ada.headers, 'accept-encoding': 'gzip' },
    })
    expect([back.headers.get('content-type'), back.headers.get('content-encoding')]).toEqual([
      'text/event-stream',
      null,
    ])
    const reader = back.body!.pipeThrough(new TextDecoderStream()).getReader()
    for (const event of ['event: one\n\n', ': still here\n\n', 'event: two\n\n']) {
      served.write(event)
      expect((await reader.read()).value).toBe(event)
    }
    served.end()
    expect((await reader.read()).done).toBe(true)
  })

  it('outlives the patience that calls are given', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      setTimeout(() => response.end('late'), 1_000)
    }
    expect(await (await fetch(`${gateway.url}/api/v2/test-stream`, { headers: ada.headers })).text()).toBe('late')
  })

  it('never delays a call, even where only one may be under way', async () => {
    const open: ServerResponse[] = []
    answer = (request, response) => {
      if (request.url === '/stream') open.push(response.writeHead(200))
      else response.end('{}')
      open.at(-1)?.flushHeaders()
    }
    const fail = (_request: unknown, response: ServerResponse) => void response.destroy()
    const upstream = createUpstream({
      name: 'messaging',
      url: service.url,
      timeoutMs: 5_000,
      maxCalls: 1,
      fail,
      onEventStream() {},
    })
    closeAfterwards({ close: async () => upstream.close() })
    const front = await startDouble((request, response) =>
      upstream.pass(request.url === '/stream' ? stream : listMessages, request, response),
    )
    const streams = await Promise.all([fetch(`${front.url}/stream`), fetch(`${front.url}/stream`)])
    expect((await fetch(`${front.url}/call`)).status).toBe(200)
    for (const response of streams) await response.body!.cancel()
    await vi.waitUntil(() => open.length === 2 && open.every((response) => response.destroyed), 30_000)
  })
})

describe('a client that leaves', () => {
  it('is not worked for any more', async () => {
    let left = false
    answer = (_request, response) => {
      response.on('close', () => {
        left = true
      })
    }
    const outgoing = open('GET', '/api/v2/test-stream', {})
    outgoing.end()
    await vi.waitFor(() => expect(seen.length).toBe(1), 30_000)
    outgoing.destroy()
    await vi.waitUntil(() => left, 30_000)
  })
})

describe('a service', () => {
  const problem = async (response: Response) => {
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    return [response.status, error.code, error.message]
  }

  it('that is unavailable is named, in the dialect of the path, with the time to retry', async () => {
    const away = await openGateway(deployment)
    const response = await fetch(`${away.url}/api/v2/channels/x`, { headers: ada.headers })
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await problem(response)).toEqual([503, 'unavailable', 'The channels service cannot be reached right now.'])
    const body = await fetch(`${away.url}/api/v2/messages`, { method: 'POST', headers: json, body: '{}' })
    expect(await problem(body)).toEqual([503, 'unavailable', 'The messaging service cannot be reached right now.'])
  })

  it('that takes too long is a 504, and is aborted', async () => {
    let left = 0
    answer = (_request, response) => {
      response.on('close', () => left++)
    }
    const [get, post] = await Promise.all([
      fetch(history, { headers: ada.headers }),
      fetch(`${gateway.url}/api/v2/messages`, { method: 'POST', headers: json, body: '{}' }),
    ])
    for (const response of [get, post])
      expect(await problem(response)).toEqual([504, 'timeout', 'The messaging service took too long to answer.'])
    await vi.waitFor(() => expect(left).toBe(2), 30_000)
  })

  it('that dies before it answers is a 503', async () => {
    answer = (request) => request.socket.destroy()
    const response = await fetch(`${gateway.url}/api/v2/messages`, { method: 'POST', headers: json, body: '{}' })
    expect(await problem(response)).toEqual([503, 'unavailable', 'The messaging service cannot be reached right now.'])
  })

  it('that dies amid its answer leaves it visibly unfinished', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('part')
      setImmediate(() => request.socket.destroy())
    }
    await expect(fetch(history, { headers: ada.headers }).then((response) => response.text())).rejects.toThrow()
  })

  it('that stalls amid its answer is given up', async () => {
    answer = (_request, response) => void response.writeHead(200, { 'content-length': '100' }).write('part')
    await expect(fetch(history, { headers: ada.headers }).then((response) => response.text())).rejects.toThrow()
  })

  it('that does not speak HTTP is a 502', async () => {
    const babble = createServer((socket) =>
      socket.on('error', () => {}).once('data', () => socket.end('SSH-2.0-x\r\n\r\n')),
    )
    await new Promise<void>((resolve) => babble.listen(0, '127.0.0.1', resolve))
    closeAfterwards({ close: () => new Promise((resolve) => babble.close(resolve)) })
    const url = `http://127.0.0.1:${(babble.address() as AddressInfo).port}`
    const confused = await openGateway(deployment, { upstreams: { messaging: url } })
    const response = await fetch(`${confused.url}/api/v2/messages/history`, { headers: ada.headers })
    expect(await problem(response)).toEqual([
      502,
      'bad_gateway',
      'The messaging service answered something that cannot be understood.',
    ])
  })

  it('that closes a kept-alive connection as it is reused is retried, where that is safe', async () => {
    // Answers the first request of each connection and closes it upon the second, as a server does that goes idle.
    const asked: string[] = []
    const closing = createServer((socket) => {
      let requests = 0
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        asked.push(String(chunk).split(' ')[0]!)
        requests += 1
        if (requests > 1) socket.destroy()
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n{}')
      })
    })
    await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve))
    closeAfterwards({ close: () => new Promise((resolve) => closing.close(resolve)) })
    const url = `http://127.0.0.1:${(closing.address() as AddressInfo).port}`
    const kept = await openGateway(deployment, { upstreams: { messaging: url }, endpoints: [change] })
    const get = async () => (await fetch(`${kept.url}/api/v2/messages/history`, { headers: ada.headers })).status
    expect([await get(), await get()]).toEqual([200, 200])
    expect(asked).toEqual(['GET', 'GET', 'GET'])
    // A POST might have been done: whether to send it again is the client's decision.
    const post = await fetch(`${kept.url}/api/v2/messages`, { method: 'POST', headers: json, body: '{}' })
    expect(post.status).toBe(503)
    expect(asked.filter((method) => method === 'POST')).toHaveLength(1)
  })

  it('is found again as soon as it is back', async () => {
    const first = await startDouble((_request, response) => response.end('{}'))
    const gone = await openGateway(deployment, { upstreams: { messaging: first.url } })
    const get = async () => (await fetch(`${gone.url}/api/v2/messages/history`, { headers: ada.headers })).status
    expect(await get()).toBe(200)
    await first.close()
    expect(await get()).toBe(503)
    await startDouble((_request, response) => response.end('{}'), Number(new URL(first.url).port))
    expect(await get()).toBe(200)
  })
})

describe('an upgrade', () => {
  const upgrade = (path: string, to: string) =>
    sendRaw(
      gateway.url,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${to}\r\nHTTP2-Settings: AAMAAABkAAQ\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    )

  it('to a WebSocket anywhere but at socket.io’s path is refused, in the dialect of the path', async () => {
    const team = await upgrade('/api/v2/messages/history', 'websocket')
    expect([team.status, team.headers.connection, JSON.parse(team.body).success]).toEqual([404, 'close', false])
    const desk = await upgrade('/api/auth/me', 'websocket')
    expect(JSON.parse(desk.body)).toMatchObject({ statusCode: 404 })
    expect(seen).toHaveLength(0)
  })

  it('to anything else is an offer that need not be taken: the call is answered', async () => {
    const answered = await upgrade('/api/v2/messages/history', 'h2c')
    expect(answered.status).toBe(200)
    expect(JSON.stringify(seen[0]!.rawHeaders)).not.toMatch(/upgrade|http2/i)
  })
})
