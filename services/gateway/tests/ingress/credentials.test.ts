import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { Caller } from '@parley/kit/assertion'
import { fiveConnections } from '@parley/testing/settings'
import { Redis } from 'ioredis'
import jwt from 'jsonwebtoken'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createCredentialCache } from '../../src/admission/credential-cache.ts'
import type { RedisCircuit } from '../../src/admission/redis-circuit.ts'
import { newApiKey } from '../../src/identity/domain/secrets.ts'
import { createDeployment, openGateway, register, startDouble } from './gateway.ts'
import { runCable } from './tcp.ts'

const deployment = await createDeployment()
const service = await startDouble((_request, response) => response.end('{}'))
const upstreams = { messaging: service.url, channels: service.url }
const settings = { upstreams, env: fiveConnections }
const [one, two] = [await openGateway(deployment, settings), await openGateway(deployment, settings)]

const anything = '/api/v2/messages/history'
const get = (url: string, headers: Record<string, string>, path = anything) => fetch(url + path, { headers })
const statusOf = async (...request: Parameters<typeof get>) => (await get(...request)).status
const send = (url: string, method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  fetch(url + path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  })

describe('a credential', () => {
  it('is dead on every gateway as soon as its session has ended', async () => {
    const ada = await register(one.url)
    expect(await statusOf(two.url, ada.headers)).toBe(200)
    expect((await send(one.url, 'POST', '/api/auth/logout', ada.headers)).status).toBe(200)
    expect(await Promise.all([statusOf(two.url, ada.headers), statusOf(one.url, ada.headers)])).toEqual([401, 401])
  })

  it('is dead on every gateway as soon as the key is deleted', async () => {
    const ada = await register(one.url)
    const { data } = (await (
      await send(one.url, 'POST', '/api/v2/api-keys', ada.headers, { name: 'k', scopes: ['read'] })
    ).json()) as { data: { id: string; key: string } }
    const key = { 'x-api-key': data.key }
    expect(await Promise.all([statusOf(one.url, key), statusOf(two.url, key)])).toEqual([200, 200])
    expect((await send(one.url, 'DELETE', `/api/v2/api-keys/${data.id}`, ada.headers)).status).toBe(200)
    expect(await Promise.all([statusOf(two.url, key), statusOf(one.url, key)])).toEqual([401, 401])
  })

  it('is looked up within a share of the database connections of its IP address, unless it is a token', async () => {
    const ada = await register(one.url)
    const release = await deployment.database.lockTable('gateway.api_keys')
    const tries = Array.from({ length: 4 }, () => statusOf(one.url, { 'x-api-key': newApiKey().key }))
    await vi.waitFor(async () => {
      const metrics = await (await fetch(`${one.url}/metrics`)).text()
      const count = (metric: string) =>
        new RegExp(`^parley_gate_${metric}{gate="requests".*} (\\d+)$`, 'm').exec(metrics)?.[1]
      expect([count('running'), count('waiting')]).toEqual(['3', '1'])
    }, 30_000)
    expect(await statusOf(one.url, ada.headers)).toBe(200)
    await release()
    expect(await Promise.all(tries)).toEqual([401, 401, 401, 401])
  })

  it('has the role that its bearer has now, on every gateway', async () => {
    const [ada, bob] = [await register(one.url), await register(one.url)]
    const members = `/api/v2/workspaces/${ada.workspaceId}/members`
    await send(one.url, 'POST', members, ada.headers, { email: bob.email, role: 'member' })
    await deployment.database.query('update gateway.users set email_verified_at = now() where email = $1', [bob.email])
    const { data } = (await (await get(one.url, bob.headers, '/api/v2/invitations')).json()) as {
      data: { id: string }[]
    }
    await send(one.url, 'POST', `/api/v2/invitations/${data[0]!.id}/accept`, bob.headers)
    const switched = (await (
      await send(one.url, 'POST', '/api/auth/switch-workspace', bob.headers, { workspaceId: ada.workspaceId })
    ).json()) as { token: string }
    const inAdas = { authorization: `Bearer ${switched.token}` }
    const listMembers = async () => [await statusOf(two.url, inAdas, members), await statusOf(one.url, inAdas, members)]
    expect(await listMembers()).toEqual([200, 200])
    await send(one.url, 'PATCH', `${members}/${bob.userId}`, ada.headers, { role: 'guest' })
    expect(await listMembers()).toEqual([403, 403])
    await send(one.url, 'DELETE', `${members}/${bob.userId}`, ada.headers)
    expect(await listMembers()).toEqual([401, 401])
  })

  it('is not believed when it is signed with another secret, by another algorithm, or expired', async () => {
    const ada = await register(one.url)
    const { iat: _, ...claims } = jwt.decode(ada.token, { json: true })!
    const { jwtSecret } = deployment.keys
    const hour = Math.floor(Date.now() / 1000) + 3600
    const forged = [
      jwt.sign({ ...claims, exp: hour }, 'another secret that is long enough'),
      jwt.sign({ ...claims, exp: hour }, jwtSecret, { algorithm: 'HS512' }),
      jwt.sign({ ...claims, exp: hour - 7200 }, jwtSecret),
      jwt.sign({ ...claims, exp: hour, aud: 'elsewhere' }, jwtSecret),
      `${ada.token.split('.').slice(0, 2).join('.')}.`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${ada.token.split('.')[1]}.`,
      'x'.repeat(5_000),
      ' ',
    ]
    for (const token of forged) expect(await statusOf(one.url, { authorization: `Bearer ${token}` })).toBe(401)
  })

  it('costs one command of Redis a request, limits and revocation in one', async () => {
    const limited = await openGateway(deployment, { upstreams, env: { RATE_LIMITS: 'on' } })
    const ada = await register(limited.url)
    await get(limited.url, ada.headers)
    const redis = new Redis(deployment.redisUrl)
    const commands: string[][] = []
    const watched = await watchRedis(deployment.redisUrl, ({ source, args }) => {
      if (source !== 'lua' && args.some((arg) => arg.includes(`${deployment.redisPrefix}:limit:`))) commands.push(args)
    })
    onTestFinished(() => {
      watched.destroy()
      redis.disconnect()
    })
    for (let i = 0; i < 5; i++) expect(await statusOf(limited.url, ada.headers)).toBe(200)
    const marker = `${deployment.redisPrefix}:limit:marker`
    await redis.get(marker)
    await vi.waitUntil(() => commands.some((args) => args.includes(marker)), 30_000)
    const asked = commands.filter((args) => !args.includes(marker))
    expect(asked.map(([name]) => name?.toLowerCase())).toEqual(Array(5).fill('evalsha'))
    for (const args of asked) {
      const keys = args.slice(3, 3 + Number(args[2])).map((key) => key.slice(deployment.redisPrefix.length + 1))
      expect(keys.map((key) => key.split(':').slice(0, 2).join(':'))).toEqual([
        'limit:messages',
        'revocation:credential',
        'revocation:person',
      ])
    }
  })
})

/**
 * Receives every command that Redis executes, from its MONITOR. Over a socket of its own: ioredis loses its place when a
 * busy Redis sends the first of them along with the answer.
 */
async function watchRedis(
  url: string,
  onCommand: (command: { source: string; args: string[] }) => void,
): Promise<Socket> {
  const { hostname, port, password } = new URL(url)
  const socket = connect(Number(port), hostname)
  const requests = [...(password ? [`AUTH ${decodeURIComponent(password)}`] : []), 'MONITOR']
  let text = ''
  let granted = 0
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (text + piece).split('\r\n')
      text = lines.pop()!
      for (const line of lines) {
        const [, source, rest] = /^\+[\d.]+ \[\d+ (\S+)\] (.*)$/.exec(line) ?? []
        if (source && rest)
          onCommand({ source, args: [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, arg]) => arg!) })
        else if (line === '+OK') granted++
        else if (line.startsWith('-')) reject(new Error(line))
      }
      if (granted === requests.length) resolve()
    })
    for (const request of requests) socket.write(`${request}\r\n`)
  })
  return socket
}

describe('what is remembered of credentials', () => {
  const caller: Caller = {
    userId: randomUUID(),
    workspaceId: randomUUID(),
    credentialId: randomUUID(),
    kind: 'user',
    credential: 'key',
    role: 'member',
    isAgent: false,
    scopes: ['read'],
  }
  const scene = (answer: () => Caller | undefined = () => caller, expiresAt = Number.POSITIVE_INFINITY) => {
    let looks = 0
    let closed = true
    let opened = () => {}
    const circuit = {
      isClosed: () => closed,
      onOpen: (notify: () => void) => (opened = notify),
    } as unknown as RedisCircuit
    const credentialCache = createCredentialCache({
      circuit,
      resolve: async () => {
        looks += 1
        await Promise.resolve()
        const found = answer()
        return found && { caller: found, expiresAt, revocationKeys: [] }
      },
    })
    const ask = async (token: string, versions: [string | null, string | null] | undefined) => {
      const name = credentialCache.keyOf(token)
      if (credentialCache.isRejected(name)) return undefined
      const credential = credentialCache.get(name) ?? (await credentialCache.load(name, token))
      return credential && credentialCache.validate(name, token, credential, versions)
    }
    return {
      ask,
      looks: () => looks,
      setRedis(up: boolean) {
        closed = up
        if (!up) opened()
      },
    }
  }

  it('spares the database: one query serves concurrent and later requests', async () => {
    const { ask, looks } = scene()
    expect(await Promise.all(Array.from({ length: 50 }, () => ask('t', [null, null])))).toEqual(Array(50).fill(caller))
    await ask('t', [null, null])
    expect(looks()).toBe(1)
  })

  it('is kept while the versions are unchanged, and read again once when one changes', async () => {
    const { ask, looks } = scene()
    await ask('t', [null, null])
    await Promise.all([ask('t', ['a', null]), ask('t', ['a', null])])
    expect(looks()).toBe(2)
    await ask('t', ['a', null])
    expect(looks()).toBe(2)
    await ask('t', ['a', 'b'])
    expect(looks()).toBe(3)
  })

  it('is not remembered from before a revocation version that was seen after it', async () => {
    let current: Caller | undefined = caller
    const { ask, looks } = scene(() => current)
    const first = ask('t', ['revoked', null])
    current = undefined
    expect(await first).toBeUndefined()
    expect(looks()).toBeLessThanOrEqual(2)
  })

  it('is empty while Redis is unavailable, and keeps nothing from before', async () => {
    const { ask, looks, setRedis } = scene()
    await ask('t', [null, null])
    setRedis(false)
    for (let i = 0; i < 3; i++) expect(await ask('t', undefined)).toEqual(caller)
    expect(looks()).toBe(4)
    setRedis(true)
    await ask('t', [null, null])
    expect(looks()).toBe(5)
  })

  it('does not ask the database again about what was just refused', async () => {
    const { ask, looks } = scene(() => undefined)
    for (let i = 0; i < 5; i++) expect(await ask('bad', [null, null])).toBeUndefined()
    expect(looks()).toBe(1)
  })

  it('drops a token when it expires', async () => {
    const { ask, looks } = scene(() => caller, Date.now() - 1)
    await ask('t', [null, null])
    await ask('t', [null, null])
    expect(looks()).toBe(2)
  })
})

describe('without Redis', async () => {
  const cable = await runCable(deployment.redisUrl)
  const gateway = await openGateway(
    { ...deployment, redisUrl: cable.url },
    { upstreams, env: { RATE_LIMITS: 'on', RATE_LIMIT_CHANNELS: '3' } },
  )
  const readiness = async () =>
    (await fetch(`${gateway.url}/readyz`)).json() as Promise<{
      status: string
      dependencies: { redis: { status: string } }
    }>

  /** Compared with what they take with Redis, since a busy machine is slow at everything. */
  async function msOfTenCalls({ headers }: Awaited<ReturnType<typeof register>>): Promise<number> {
    const startedAt = performance.now()
    for (let i = 0; i < 10; i++) expect(await statusOf(gateway.url, headers)).toBe(200)
    return performance.now() - startedAt
  }

  it('requests are served quickly, limits are counted in memory, and what is revoked is revoked at once', async () => {
    const ada = await register(gateway.url)
    expect(await statusOf(gateway.url, ada.headers)).toBe(200)
    expect(await readiness()).toMatchObject({ dependencies: { redis: { status: 'up' } } })
    const usualMs = await msOfTenCalls(ada)
    await cable.pull()
    expect(await msOfTenCalls(ada)).toBeLessThan(1_500 + 5 * usualMs)
    expect(await readiness()).toMatchObject({ status: 'degraded', dependencies: { redis: { status: 'down' } } })

    const counted = []
    for (let i = 0; i < 4; i++) counted.push(await statusOf(gateway.url, ada.headers, '/api/v2/channels/unread'))
    expect(counted).toEqual([200, 200, 200, 429])

    expect((await send(gateway.url, 'POST', '/api/auth/logout', ada.headers)).status).toBe(200)
    expect(await statusOf(gateway.url, ada.headers)).toBe(401)

    await cable.putBack()
    await vi.waitFor(async () => expect((await readiness()).dependencies.redis.status).toBe('up'), 30_000)
    expect(await statusOf(gateway.url, ada.headers)).toBe(401)
    const eve = await register(gateway.url)
    expect(await statusOf(gateway.url, eve.headers)).toBe(200)
  })

  it('where it hangs rather than dies, the requests in flight wait and no later ones', async () => {
    const ada = await register(gateway.url)
    expect(await statusOf(gateway.url, ada.headers)).toBe(200)
    const usualMs = await msOfTenCalls(ada)
    cable.clog()
    const first = performance.now()
    expect(await Promise.all([statusOf(gateway.url, ada.headers), statusOf(gateway.url, ada.headers)])).toEqual([
      200, 200,
    ])
    expect(performance.now() - first).toBeLessThan(3_500 + 5 * usualMs)
    expect(await msOfTenCalls(ada)).toBeLessThan(1_000 + 5 * usualMs)
    cable.unclog()
  })
})

describe('without PostgreSQL', async () => {
  const cable = await runCable(deployment.database.urlOf('gateway'))
  const gateway = await openGateway(deployment, { upstreams, env: { DATABASE_URL: cable.url } })

  it('cached credentials are served, and others get a 503 that names what is unavailable', async () => {
    const [known, unknown] = [await register(gateway.url), await register(one.url)]
    expect(await statusOf(gateway.url, known.headers)).toBe(200)
    await cable.pull()
    expect(await statusOf(gateway.url, known.headers)).toBe(200)
    const answer = await get(gateway.url, unknown.headers)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBeTruthy()
    expect(await answer.json()).toMatchObject({
      error: { code: 'unavailable', message: expect.stringContaining('database') },
    })
    const desk = await get(gateway.url, unknown.headers, '/api/auth/me')
    expect([desk.status, await desk.json()]).toMatchObject([
      503,
      { statusCode: 503, statusMessage: expect.stringContaining('database') },
    ])
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503)
    await cable.putBack()
    await vi.waitFor(async () => expect(await statusOf(gateway.url, unknown.headers)).toBe(200), 30_000)
  })
})
