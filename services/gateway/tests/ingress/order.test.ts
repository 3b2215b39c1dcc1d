import { describe, expect, it } from 'vitest'
import { createDeployment, openGateway, register, sendRaw, startDouble } from './gateway.ts'

const deployment = await createDeployment()
const service = await startDouble((_request, response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
)
const upstreams = { messaging: service.url, channels: service.url }
const gateway = await openGateway(deployment, { upstreams })
const strict = await openGateway(deployment, {
  upstreams,
  env: { RATE_LIMITS: 'on', RATE_LIMIT_MESSAGES: '1', RATE_LIMIT_DEFAULT: '1' },
})

const ada = await register(gateway.url)
const exhausted = await register(gateway.url)
const key = await createKey(['read'])
const exhaustedKey = await createKey(['read'], exhausted.headers)
for (const path of ['/api/v2/messages/history', '/api/auth/me'])
  await fetch(strict.url + path, { headers: exhausted.headers })

async function createKey(scopes: string[], headers = ada.headers): Promise<string> {
  const answer = await fetch(`${gateway.url}/api/v2/api-keys`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'test', scopes }),
  })
  return ((await answer.json()) as { data: { key: string } }).data.key
}

const large = 'x'.repeat(600_000)
const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain' }
const nobody = {}
const garbage = { authorization: 'Bearer garbage' }
const reader = { 'x-api-key': key }
const spentReader = { 'x-api-key': exhaustedKey }

interface Case {
  wrong: string
  send: [method: string, path: string, headers: Record<string, string>, body?: string]
  status: number
  at?: string
}

describe.each<Case>([
  { wrong: 'path, method, credential', send: ['PUT', '/api/v2/nothing', garbage], status: 404 },
  { wrong: 'path, in the desk dialect', send: ['PUT', '/api/auth/nothing', garbage], status: 404 },
  { wrong: 'method, credential, size', send: ['PUT', '/api/v2/messages', { ...garbage, ...text }, large], status: 405 },
  { wrong: 'method, in the desk dialect', send: ['DELETE', '/api/auth/me', garbage], status: 405 },
  { wrong: 'credential missing, size', send: ['POST', '/api/v2/messages', { ...nobody, ...text }, large], status: 401 },
  { wrong: 'credential, size, type', send: ['POST', '/api/v2/messages', { ...garbage, ...text }, large], status: 401 },
  { wrong: 'credential, in the desk dialect', send: ['GET', '/api/auth/me', garbage], status: 401 },
  {
    wrong: 'limit, size, type, scope',
    send: ['POST', '/api/v2/messages', { ...spentReader, ...text }, large],
    status: 429,
    at: strict.url,
  },
  {
    wrong: 'limit, in the desk dialect',
    send: ['PATCH', '/api/auth/me', { ...exhausted.headers, ...text }, large],
    status: 429,
    at: strict.url,
  },
  { wrong: 'size, scope', send: ['POST', '/api/v2/messages', { ...reader, ...json }, large], status: 413 },
  { wrong: 'type, scope', send: ['POST', '/api/v2/messages', { ...reader, ...text }, 'hello'], status: 415 },
  {
    wrong: 'no type, scope',
    send: ['POST', '/api/v2/messages', { ...reader, 'content-type': '' }, 'hello'],
    status: 415,
  },
  { wrong: 'size, in the desk dialect', send: ['PATCH', '/api/auth/me', { ...reader, ...json }, large], status: 413 },
  { wrong: 'type, where nobody signs in', send: ['POST', '/api/auth/login', text, 'hello'], status: 415 },
  { wrong: 'size, where nobody signs in', send: ['POST', '/api/auth/login', json, large], status: 413 },
  { wrong: 'JSON, where nobody signs in', send: ['POST', '/api/auth/login', json, '{'], status: 400 },
  { wrong: 'scope, input', send: ['POST', '/api/v2/messages', { ...reader, ...json }, '{}'], status: 403 },
  { wrong: 'scope, in the desk dialect', send: ['PATCH', '/api/auth/me', { ...reader, ...json }, '{'], status: 403 },
  { wrong: 'JSON', send: ['PATCH', '/api/auth/me', { ...ada.headers, ...json }, '{'], status: 400 },
  { wrong: 'nothing', send: ['POST', '/api/v2/messages', { ...ada.headers, ...json }, '{}'], status: 200 },
])('$send.0 $send.1 with wrong $wrong', ({ send: [method, path, headers, body], status, at = gateway.url }) => {
  it(`is answered ${status}, in the dialect of its path`, async () => {
    const answer = await fetch(at + path, { method, headers, body })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
    expect(answer.headers.get('content-type')).toContain('application/json')
    const said = (await answer.json()) as {
      statusCode?: number
      success?: boolean
      error?: unknown
      meta?: { request_id: string }
    }
    if (status === 200) return
    if (path.startsWith('/api/auth/'))
      expect(said).toMatchObject({ statusCode: status, statusMessage: expect.any(String) })
    else {
      expect(said).toMatchObject({ success: false, error: { code: expect.any(String), message: expect.any(String) } })
      expect(said.meta?.request_id).toBe(answer.headers.get('x-request-id'))
    }
    if (status === 405) expect(answer.headers.get('allow')).toBeTruthy()
    if (status === 401) expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    if (status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('the ingress', () => {
  it('takes a request id that is well formed, and makes one otherwise', async () => {
    const ask = (id: string) =>
      fetch(`${gateway.url}/api/v2/nothing`, { headers: { 'x-request-id': id } }).then((a) =>
        a.headers.get('x-request-id'),
      )
    expect(await ask('trace-me.7')).toBe('trace-me.7')
    expect(await ask('not a word')).toMatch(/^[\w-]{36}$/)
  })

  it('answers HEAD as GET, without a body', async () => {
    const answer = await fetch(`${gateway.url}/api/auth/me`, { method: 'HEAD', headers: ada.headers })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect((await fetch(`${gateway.url}/api/v2/nothing`, { method: 'HEAD' })).status).toBe(404)
  })

  it('answers a page’s preflight from any origin, and lets it read what it needs', async () => {
    const preflight = await fetch(`${gateway.url}/api/v2/messages`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://anywhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type,idempotency-key')
    const answer = await fetch(`${gateway.url}/api/auth/me`, { headers: { origin: 'https://anywhere.example' } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    const exposed = answer.headers.get('access-control-expose-headers')
    for (const name of ['RateLimit', 'X-Request-Id', 'Idempotency-Replayed', 'Retry-After'])
      expect(exposed).toContain(name)
  })

  it('never takes a cookie for a credential', async () => {
    const answer = await fetch(`${gateway.url}/api/auth/me`, {
      headers: { cookie: `token=${ada.token}; authorization=Bearer ${ada.token}` },
    })
    expect(answer.status).toBe(401)
  })

  it('takes a key as bearer or as x-api-key', async () => {
    for (const headers of [
      { authorization: `Bearer ${key}` },
      { 'x-api-key': key },
      { authorization: 'Basic YTpi', 'x-api-key': key },
    ])
      expect((await fetch(`${gateway.url}/api/auth/me`, { headers: headers as Record<string, string> })).status).toBe(
        200,
      )
  })

  it('answers what is not HTTP, headers beyond measure, and a second Content-Length, with JSON', async () => {
    expect(await sendRaw(gateway.url, 'HELLO\r\n\r\n')).toMatchObject({
      status: 400,
      headers: { 'content-type': expect.stringContaining('json') },
    })
    const nameless = await sendRaw(gateway.url, 'GET /api/v2/channels HTTP/1.1\r\n\r\n')
    expect([nameless.status, JSON.parse(nameless.body)]).toMatchObject([400, { error: { code: 'invalid_input' } }])
    const desk = await sendRaw(gateway.url, 'GET /api/auth/me HTTP/1.1\r\n\r\n')
    expect([desk.status, JSON.parse(desk.body)]).toMatchObject([400, { statusCode: 400 }])
    expect((await sendRaw(gateway.url, 'GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(200)
    const long = await sendRaw(gateway.url, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(long.status).toBe(431)
    expect(JSON.parse(long.body)).toMatchObject({ success: false })
    const smuggled = await sendRaw(
      gateway.url,
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    )
    expect(smuggled.status).toBe(400)
  })
})
