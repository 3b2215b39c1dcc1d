import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { accountOf } from '../../src/admission/account.ts'
import { createIpOf } from '../../src/admission/client-ip.ts'
import { createDeployment, openGateway, register, startDouble, withOwnRedis } from './gateway.ts'

const deployment = await createDeployment()
const service = await startDouble((_request, response) => response.end('{}'))
const upstreams = { messaging: service.url, channels: service.url }
// What is limited here is calls a minute: as many may be in flight as the machine is slow.
const limited = { RATE_LIMITS: 'on', CALLS_PER_PERSON: '1000' }
const one = await openGateway(deployment, { upstreams, env: limited })
const replicas = [one, await openGateway(deployment, { upstreams, env: limited })]
const history = '/api/v2/messages/history'

const post = (url: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('limits', () => {
  it.each([
    { name: 'messages', path: history, limit: 60 },
    { name: 'channels', path: '/api/v2/channels/unread', limit: 300 },
  ])(
    'are exact across gateways, however many ask at once: $limit $name calls a minute',
    async ({ name, path, limit }) => {
      const ada = await register(one.url)
      const answers = await Promise.all(
        Array.from({ length: limit + 20 }, (_, i) => fetch(replicas[i % 2]!.url + path, { headers: ada.headers })),
      )
      const passed = answers.filter(({ status }) => status === 200)
      expect(passed).toHaveLength(limit)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
      // Every answer has another number of calls left, whichever gateway it went through.
      const remaining = passed.map(({ headers }) => /r=(\d+)/.exec(headers.get('ratelimit')!)![1])
      expect(remaining.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: limit }, (_, left) => left))
      for (const { headers } of answers) expect(headers.get('ratelimit-policy')).toBe(`"${name}";q=${limit};w=60`)
    },
  )

  it('are counted apart for each class and each person', async () => {
    const [ada, eve] = [await register(one.url), await register(one.url)]
    const left = async (path: string, { headers } = ada) =>
      (await fetch(one.url + path, { headers })).headers.get('ratelimit')?.split(';t=')[0]
    expect(await left(history)).toBe('"messages";r=59')
    expect(await left(history)).toBe('"messages";r=58')
    expect(await left('/api/v2/channels/unread')).toBe('"channels";r=299')
    expect(await left('/api/auth/me')).toBe('"default";r=299')
    expect(await left(history, eve)).toBe('"messages";r=59')
  })

  it('are reported as the IETF draft defines, with the time to wait', async () => {
    const ada = await register(one.url)
    for (let i = 0; i < 60; i++) await fetch(one.url + history, { headers: ada.headers })
    const { status, headers } = await fetch(one.url + history, { headers: ada.headers })
    expect(status).toBe(429)
    expect(headers.get('ratelimit-policy')).toBe('"messages";q=60;w=60')
    const [, remaining, reset] = /^"messages";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit')!)!
    expect(remaining).toBe('0')
    expect(headers.get('retry-after')).toBe(reset)
    expect(Number(reset)).toBeGreaterThan(0)
    expect(Number(reset)).toBeLessThanOrEqual(60)
  })

  it('of signing in count an address and account: ten tries at one, and others still pass', async () => {
    const login = (email: string) => post(one.url, '/api/auth/login', { email, password: 'not the one' })
    const tries = []
    for (let i = 0; i < 11; i++) tries.push((await login(i % 2 ? 'Ada@Example.com ' : 'ada@example.com')).status)
    expect(tries).toEqual([...Array(10).fill(401), 429])
    expect((await login('bob@example.com')).status).toBe(401)
  })

  it.each([
    ['{', '.'],
    ['{"email":"a@xn--0.example","password":"password1"}', 'email'],
    ['{"email":"a@xn--bcher-kva.xn--0.de","password":"password1"}', 'email'],
    ['{"email":{"toString":1},"password":"password1"}', 'email'],
  ])('of signing in apply however broken the body is: %s', async (body, named) => {
    const deployed = await openGateway(withOwnRedis(deployment), { env: limited })
    const tries = []
    for (let i = 0; i < 11; i++) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${deployed.url}/api/auth/login`, { method: 'POST', headers, body })
      tries.push(answer.status)
      if (i === 0) expect(await answer.text()).toContain(named)
    }
    expect(tries).toEqual([...Array(10).fill(400), 429])
  })

  it('of signing in count the account that the endpoint uses, whatever else a body contains', async () => {
    const tries = (path: string, body: (i: number) => object) =>
      Promise.all(Array.from({ length: 11 }, async (_, i) => (await post(one.url, path, body(i))).status))
    const password = 'correct horse'
    const resets = await tries('/api/auth/reset-password', (i) => ({
      token: i % 2 ? 'guessed-one' : ' guessed-one ',
      password,
      email: `${i}@example.com`,
    }))
    expect(resets.sort()).toEqual([...Array(10).fill(400), 429])
    const accepts = await tries('/api/auth/accept-invite', (i) => ({
      token: 'guessed-two',
      password,
      email: `${i}@x.org`,
    }))
    expect(accepts.sort()).toEqual([...Array(10).fill(400), 429])
    const logins = await tries('/api/auth/login', (i) => ({ email: 'tok@example.com', password, token: `${i}` }))
    expect(logins.sort()).toEqual([...Array(10).fill(401), 429])
  })

  it('of signing in apply even where the schema throws', () => {
    const email = z.string().transform(() => {
      throw new RangeError('nobody has tried this input')
    })
    expect(accountOf({ body: z.object({ email }) }, { email: 'ada@acme.example' })).toBe('')
  })

  it('of signing in apply to guesses at the current password too, and then refuse the right one', async () => {
    const [ada, bob] = [await register(one.url), await register(one.url)]
    const change = async (currentPassword: string, { headers } = ada) =>
      fetch(`${one.url}/api/auth/me`, {
        method: 'PATCH',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ password: 'a better password', currentPassword }),
      })
    const guesses = []
    for (let i = 0; i < 10; i++) guesses.push((await change(`guess number ${i}`)).status)
    expect(guesses).toEqual(Array(10).fill(403))
    const right = await change('correct horse')
    expect(right.status).toBe(429)
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await change('correct horse', bob)).status).toBe(200)
  })

  it('of invitations are narrow, for each sends a mail', async () => {
    const ada = await register(one.url)
    const invited = await Promise.all(
      Array.from(
        { length: 31 },
        async (_, i) =>
          (
            await post(
              one.url,
              `/api/v2/workspaces/${ada.workspaceId}/members`,
              { email: `guest${i}@example.com` },
              ada.headers,
            )
          ).status,
      ),
    )
    expect(invited.sort()).toEqual([...Array(30).fill(201), 429])
  })

  it('of anonymous callers end guessing of tokens and keys, and refuse nobody who has valid ones or signs in', async () => {
    const env = { ...limited, RATE_LIMIT_ANONYMOUS: '4' }
    const gateway = await openGateway(withOwnRedis(deployment), { upstreams, env })
    const ada = await register(gateway.url)
    const made = await post(gateway.url, '/api/v2/api-keys', { name: 'unseen', scopes: ['read'] }, ada.headers)
    const { key } = ((await made.json()) as { data: { key: string } }).data
    expect((await fetch(gateway.url + history, { headers: ada.headers })).status).toBe(200)
    const guess = async (i: number) =>
      (await fetch(gateway.url + history, { headers: { 'x-api-key': `prl_sk_live_${String(i).padStart(32, '0')}` } }))
        .status
    const guesses = []
    for (let i = 0; i < 6; i++) guesses.push(await guess(i))
    expect(guesses).toEqual([401, 401, 401, 401, 429, 429])
    expect((await fetch(gateway.url + history, { headers: { authorization: 'Bearer a.b.c' } })).status).toBe(429)
    expect((await post(gateway.url, '/api/auth/login', { email: ada.email, password: 'correct horse' })).status).toBe(
      200,
    )
    expect((await fetch(gateway.url + history, { headers: ada.headers })).status).toBe(200)
    expect((await fetch(gateway.url + history, { headers: { 'x-api-key': key } })).status).toBe(200)
  })

  it('of strangers end guessing of the accounts from one IP address', async () => {
    const env = { ...limited, RATE_LIMIT_ANONYMOUS: '4' }
    const gateway = await openGateway(withOwnRedis(deployment), { env })
    const login = (i: number) => post(gateway.url, '/api/auth/login', { email: `${i}@example.com`, password: 'not it' })
    const tries = []
    for (let i = 0; i < 4; i++) tries.push((await login(i)).status)
    expect(tries).toEqual(Array(4).fill(401))
    // While Redis is slow to answer the gateway counts for itself, so as many again may pass.
    let stranger = await login(4)
    for (let i = 5; i < 9 && stranger.status === 401; i++) stranger = await login(i)
    expect([stranger.status, stranger.headers.get('ratelimit')]).toEqual([
      429,
      expect.stringContaining('"anonymous";r=0'),
    ])
  })

  it('are what the operator configures, and off where the operator turns them off', async () => {
    const two = await openGateway(withOwnRedis(deployment), {
      upstreams,
      env: { ...limited, RATE_LIMIT_MESSAGES: '2' },
    })
    const ada = await register(two.url)
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await fetch(two.url + history, { headers: ada.headers })).status)
    expect(statuses).toEqual([200, 200, 429])

    const off = await openGateway(deployment, { upstreams })
    const { headers } = await register(off.url)
    const answers = await Promise.all(Array.from({ length: 70 }, () => fetch(off.url + history, { headers })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(answers[0]!.headers.get('ratelimit')).toBeNull()
  })

  it('count the client behind a trusted proxy, and trust nobody else’s X-Forwarded-For', async () => {
    const signIn = (url: string, from: string) =>
      post(url, '/api/auth/login', { email: 'x@example.com', password: 'not the one' }, { 'x-forwarded-for': from })
    const left = async (url: string, from: string) =>
      Number(/"login";r=(\d+)/.exec((await signIn(url, from)).headers.get('ratelimit')!)![1])
    const open = async (env: Record<string, string>) =>
      (await openGateway(withOwnRedis(deployment), { env: { ...limited, ...env } })).url
    const trusting = await open({ TRUSTED_PROXIES: '127.0.0.0/8, ::1' })
    expect([await left(trusting, '203.0.113.7'), await left(trusting, '203.0.113.8')]).toEqual([9, 9])
    expect(await left(trusting, '198.51.100.1, 203.0.113.7')).toBe(8)
    const wary = await open({})
    expect([await left(wary, '203.0.113.7'), await left(wary, '203.0.113.8')]).toEqual([9, 8])
  })
})

describe('an address', () => {
  const of = (trusted: string[], peer: string | undefined, forwarded?: string) =>
    createIpOf(
      trusted.map((cidr) => {
        const [address = '', bits] = cidr.split('/')
        return [ipaddr.parse(address), Number(bits)]
      }),
    )({
      socket: { remoteAddress: peer },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    } as never)

  it.each([
    [[], '::ffff:192.0.2.1', undefined, '192.0.2.1'],
    [[], '192.0.2.1', '203.0.113.7', '192.0.2.1'],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', '203.0.113.7', '203.0.113.7'],
    [['10.0.0.0/8'], '10.1.2.3', '203.0.113.7, 198.51.100.9, 10.9.9.9', '198.51.100.9'],
    [['10.0.0.0/8'], '10.1.2.3', '203.0.113.7, evil', '10.1.2.3'],
    [['10.0.0.0/8'], '10.1.2.3', undefined, '10.1.2.3'],
    [['10.0.0.0/8'], '10.1.2.3', '203.0.113.7:5123', '203.0.113.7'],
    [['10.0.0.0/8'], '10.1.2.3', '[2001:db8::1]:443', '2001:db8::1'],
    [['2001:db8:1::/48'], '2001:db8:1::9', '203.0.113.7', '203.0.113.7'],
    [['10.0.0.0/8'], '192.0.2.1', '203.0.113.7', '192.0.2.1'],
    [['10.0.0.0/8'], undefined, '203.0.113.7', '0.0.0.0'],
  ])('with %j trusted, from %s saying %s, is %s', (trusted, peer, forwarded, expected) =>
    expect(of(trusted, peer, forwarded)).toBe(expected),
  )
})
