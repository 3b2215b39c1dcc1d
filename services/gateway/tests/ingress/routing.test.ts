import { Agent, request } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { endpoints as catalog } from '@parley/contracts/catalog'
import { defineEndpoint, type Endpoint } from '@parley/contracts/endpoint'
import { byService } from '@parley/contracts/services'
import { ServiceError } from '@parley/kit/errors'
import { createGate } from '@parley/kit/gate'
import { createApp } from '@parley/kit/http'
import { createLog } from '@parley/kit/log'
import { createMetrics } from '@parley/kit/metrics'
import { createReadiness } from '@parley/kit/readiness'
import { createTracing } from '@parley/kit/tracing'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { cpuMsOf } from '@parley/testing/cpu-time'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { compileRoutes } from '../../src/routing/routes.ts'
import { readTarget } from '../../src/routing/target.ts'
import { createDeployment, openGateway, register, startDouble } from './gateway.ts'

const unspecific = {
  owner: 'messaging',
  auth: 'user',
  limit: 'default',
  summary: '',
  responses: { 200: z.unknown() },
} as const
const at = (method: Endpoint['method'], path: `/${string}`, more: Partial<Endpoint> = {}) =>
  defineEndpoint({ ...unspecific, name: `${method} ${path}`, method, path, ...more })

/** An endpoint's name, as every dialect of errors passes it on. */
const wordOf = ({ name }: { name: string }) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

describe('the matcher', () => {
  const match = compileRoutes([
    at('get', '/api/v2/things/:id'),
    at('delete', '/api/v2/things/:id'),
    at('get', '/api/v2/things/latest'),
    at('post', '/api/v2/things/:id/parts/:part'),
    at('get', '/api/v2/secrets', { visibility: 'internal' }),
  ])
  const named = (path: string, method = 'GET') => match(path)?.endpoints[method]?.name

  it('prefers a literal segment to a parameter', () => {
    expect(named('/api/v2/things/latest')).toBe('get /api/v2/things/latest')
    expect(named('/api/v2/things/other')).toBe('get /api/v2/things/:id')
  })

  it('takes the literal for all methods: what it does not answer is a 405, never the parameter’s', () => {
    expect(named('/api/v2/things/latest', 'DELETE')).toBeUndefined()
    expect(match('/api/v2/things/latest')?.allow).toBe('GET, HEAD, OPTIONS')
  })

  it('goes back to the parameter where the literal leads nowhere', () => {
    expect(named('/api/v2/things/latest/parts/1', 'POST')).toBe('post /api/v2/things/:id/parts/:part')
  })

  it('answers HEAD as GET, and lists what is allowed', () => {
    expect(named('/api/v2/things/1', 'HEAD')).toBe('get /api/v2/things/:id')
    expect(match('/api/v2/things/1')?.allow).toBe('GET, HEAD, DELETE, OPTIONS')
  })

  it('does not know internal endpoints', () => {
    expect(match('/api/v2/secrets')).toBeUndefined()
  })

  it.each([
    '/',
    '/api',
    '/api/v2/things',
    '/api/v2/things/',
    '/api/v2/things/1/',
    '/API/v2/things/1',
    '/api/v2/things/1/parts',
  ])('knows nothing at %s', (path) => expect(match(path)).toBeUndefined())

  it('refuses a catalog that answers the same twice', () => {
    expect(() => compileRoutes([at('get', '/a/:id'), at('get', '/a/:name')])).toThrow('GET /a/:name is declared twice.')
  })

  it('costs no more than its path is long', () => {
    const deep = compileRoutes(
      [...Array(8).keys()].map((i) => at('get', `/${'x/'.repeat(i)}:${'y/:'.repeat(7 - i)}end` as `/${string}`)),
    )
    expect(cpuMsOf(() => deep(`/${'x/'.repeat(8_000)}`))).toBeLessThan(50)
  })
})

describe('a request target', () => {
  it.each([
    ['/api/v2/x', '/api/v2/x', ''],
    ['/api/v2/x/', '/api/v2/x', ''],
    ['/api/v2/x/?a=1/../2', '/api/v2/x', '?a=1/../2'],
    ['/api/v2/x?a=1#b', '/api/v2/x', '?a=1'],
    ['/api/v2/x#b?a=1', '/api/v2/x', ''],
    ['http://elsewhere.example/api/v2/x?a', '/api/v2/x', '?a'],
    ['HTTPS://elsewhere.example', '/', ''],
    ['/api/v2/a%2Fb', '/api/v2/a%2Fb', ''],
    ['/api/v2/a.b/..c', '/api/v2/a.b/..c', ''],
  ])('%s is read as %s', (url, path, search) => expect(readTarget(url)).toEqual({ path, search }))

  it.each([
    '*',
    'api/v2/x',
    'ftp://host/x',
    '//api/v2/x',
    '/api//v2/x',
    '/api/v2/x//',
    '/api/v2/../x',
    '/api/v2/.',
    '/api/v2/%2e%2E/x',
    '/api/v2/.%2e',
    '/api\\v2',
  ])('%s leads nowhere', (url) => expect(readTarget(url)).toBeUndefined())
})

describe('the gateway and the service behind it', async () => {
  // A service with the kit's own binder that answers which endpoint it takes a path for.
  const silent = { LOG_LEVEL: 'silent' } as const
  const behind = catalog.filter(({ owner }) => owner !== 'gateway')
  const app = createApp({
    routes: behind.map((endpoint) => ({
      kind: 'json',
      endpoint: { ...endpoint, callers: [], params: undefined, query: undefined, body: undefined },
      handler: async () => {
        throw new ServiceError('conflict', wordOf(endpoint))
      },
    })),
    log: createLog('double', silent),
    metrics: createMetrics('double'),
    readiness: createReadiness(),
    tracing: createTracing('double', undefined),
    requests: createGate({ name: 'requests' }),
    authenticate: () => {
      throw new Error('not asked for')
    },
    ipOf: () => '',
    originOf: () => undefined,
  })
  const double = await startDouble(app)
  double.server.keepAliveTimeout = 0 // A POST on a connection that it has just closed would be a 503.
  const upstreams = byService(() => double.url)
  const gateway = await openGateway(await createDeployment(), { upstreams })
  const { token } = await register(gateway.url)
  const resourceAt = compileRoutes(catalog)
  const ids = [
    '01a202e5-eec3-762e-9bbc-bf098a101eaa',
    'unread',
    'history',
    '%2e',
    'a%2Fb',
    '%',
    '%zz',
    ';',
    '%C3%A4',
    'a.b',
    '..c',
  ]
  /** Some at each way of writing an endpoint's path, by turns, so that in all of them it meets each; `test:long` has all. */
  const idsFor = (endpoint: number, variant: number) =>
    process.env.ROUTING_IDS === 'all' ? ids : ids.filter((_, i) => (i + endpoint + variant) % 6 === 0)
  const variants: ((path: string) => string)[] = [
    (path) => path,
    (path) => `${path}/`,
    (path) => `${path}//`,
    (path) => path.replace('/api/', '/api//'),
    (path) => path.replace('/api/', '/API/'),
    (path) => path.replace('/v2/', '/%76%32/'),
    (path) => path.replace('/v2/', '/v2/../v2/'),
    (path) => path.replace(/\/([^/]+)$/, '%2F$1'),
    (path) => `http://elsewhere.example${path}`,
    (path) => `${path}?x=/../y`,
    (path) => `${path}#/../y`,
    (path) => `${path};v=1`,
  ]

  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  closeAfterwards({ close: async () => agent.destroy() })
  const { hostname, port } = new URL(gateway.url)

  /** Sends a target as it is written, which fetch would not. */
  const ask = (method: string, path: string) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` }
      request({ agent, hostname, port, method, path, headers }, (answer) => {
        textOf(answer).then((body) => resolve({ status: answer.statusCode, body }), reject)
      })
        .on('error', reject)
        .end()
    })

  it.each(variants.map((variant, index) => [variant('/api/v2/channels/ID/members'), index] as const))(
    'agree about %s and its like',
    { timeout: 60_000 },
    async (_example, index) => {
      const asked = behind.flatMap((endpoint, at) =>
        (endpoint.path.includes(':') ? idsFor(at, index) : ['']).map((id) => ({
          endpoint,
          target: variants[index]!(endpoint.path.replaceAll(/:\w+/g, id)),
        })),
      )
      await Promise.all(
        asked.map(async ({ endpoint, target }) => {
          const method = endpoint.method.toUpperCase()
          const { status, body } = await ask(method, target)
          const read = readTarget(target)
          const expected = read && resourceAt(read.path)?.endpoints[method]
          // What the gateway lets through, the service takes for the same; it may find the encoding wrong (400, or the
          // 404 of an endpoint that hides what is malformed). What is for visitors alone it lets nobody else through to.
          if (status === 409) expect(body, target).toContain(expected && wordOf(expected))
          else if (expected?.callers.includes('user') === false && expected.callers.length > 0)
            expect(status, `${method} ${target} answered ${body}`).toBe(403)
          else if (expected)
            expect([endpoint.notFound ? 404 : 400], `${method} ${target} answered ${body}`).toContain(status)
          else expect([404, 405], `${method} ${target} answered ${body}`).toContain(status)
        }),
      )
    },
  )
})
