import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callerKinds, defineEndpoint, type EndpointDefinition } from '@parley/contracts/endpoint'
import {
  type AnyCaller,
  type AssertedCaller,
  assertionHeader,
  type Caller,
  createSigner,
  createVerifier,
  principalKey,
  type ServiceCaller,
  type VisitorCaller,
} from '@parley/kit/assertion'
import { createGate } from '@parley/kit/gate'
import { createApp } from '@parley/kit/http'
import { newSigningKey, publicKeyOf } from '@parley/kit/keys'
import { createLog } from '@parley/kit/log'
import { createMetrics } from '@parley/kit/metrics'
import { createReadiness } from '@parley/kit/readiness'
import { ok, type Request, route } from '@parley/kit/route'
import { createTracing } from '@parley/kit/tracing'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'

const [userId, workspaceId, otherId] = [randomUUID(), randomUUID(), randomUUID()]
const session = {
  credentialId: randomUUID(),
  credential: 'session',
  role: 'member',
  isAgent: false,
  scopes: null,
} as const
const callers: Record<AssertedCaller['kind'], AssertedCaller> = {
  user: { kind: 'user', userId, workspaceId, ...session },
  visitor: { kind: 'visitor', visitorId: userId, workspaceId, widgetKeyId: otherId, siteId: otherId },
  service: { kind: 'service', service: 'chat-engine', workspaceId, userId: null },
}

const about = { owner: 'messaging', limit: 'default', summary: 'For tests.' } as const
const callable = <const A extends EndpointDefinition['auth']>(name: string, auth: A) =>
  defineEndpoint({
    ...{ name, method: 'get', path: `/api/v2/${name}`, ...about },
    auth,
    responses: { 200: z.object({ kind: z.string().optional() }) },
  } as const)
const endpoints = {
  people: callable('people', 'user'),
  visitors: callable('visitors', 'visitor'),
  services: callable('services', 'service'),
  outsiders: callable('outsiders', ['user', 'visitor']),
  anyone: callable('anyone', 'none'),
}
const write = defineEndpoint({
  ...{ name: 'write', method: 'put', path: '/api/v2/written', auth: 'user', ...about },
  body: z.object({}),
  responses: { 200: z.object({}) },
} as const)

const keys = { gateway: newSigningKey(), 'chat-engine': newSigningKey() }
const verify = createVerifier('messaging', {
  gateway: publicKeyOf(keys.gateway),
  'chat-engine': publicKeyOf(keys['chat-engine']),
})
const app = createApp({
  routes: [
    ...Object.values(endpoints).map((endpoint) => route(endpoint, ({ caller }) => ok({ kind: caller?.kind }))),
    route(write, () => ok({})),
  ],
  log: createLog('double', { LOG_LEVEL: 'silent' }),
  metrics: createMetrics('double'),
  readiness: createReadiness(),
  tracing: createTracing('double', undefined),
  requests: createGate({ name: 'requests' }),
  authenticate: (request) => verify(request.header(assertionHeader)),
  ipOf: () => '192.0.2.1',
  originOf: () => undefined,
})
const server = createServer(app).listen(0, '127.0.0.1')
closeAfterwards({ close: async () => void server.close() })
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

async function statusOf(path: string, caller?: AssertedCaller): Promise<number> {
  const issuer = caller?.kind === 'service' ? 'chat-engine' : 'gateway'
  const headers = caller && { [assertionHeader]: createSigner(issuer, keys[issuer])('messaging', caller) }
  return (await fetch(url + path, { headers: headers ?? {} })).status
}

describe('an endpoint', () => {
  it.each(Object.values(endpoints))(
    'of $name answers whom it names, and nobody else',
    async ({ path, callers: named }) => {
      expect(await statusOf(path)).toBe(named.length === 0 ? 200 : 401)
      for (const kind of callerKinds)
        expect(await statusOf(path, callers[kind]), kind).toBe(named.length === 0 || named.includes(kind) ? 200 : 403)
    },
  )

  it('knows its caller before the body, which may be longer in coming than an assertion is valid', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': 2 }
    const unfinished = send(url + write.path, { method: 'PUT', headers })
    unfinished.write('{')
    const [answer] = await once(unfinished, 'response')
    expect(answer.statusCode).toBe(401)
    unfinished.destroy()
  })

  it('gives its handler the callers that it names, and no others', () => {
    expectTypeOf<Request<typeof endpoints.people>['caller']>().toEqualTypeOf<Caller>()
    expectTypeOf<Request<typeof endpoints.services>['caller']>().toEqualTypeOf<ServiceCaller>()
    expectTypeOf<Request<typeof endpoints.outsiders>['caller']>().toEqualTypeOf<Caller | VisitorCaller>()
    expectTypeOf<Request<typeof endpoints.anyone>['caller']>().toEqualTypeOf<undefined>()
    expectTypeOf<Request<typeof endpoints.people & { workspace: 'optional' }>['caller']>().toEqualTypeOf<AnyCaller>()
  })
})

it('principals of one id, workspace and kind alone have one key', () => {
  const { user, visitor, service } = callers as { user: Caller; visitor: VisitorCaller; service: ServiceCaller }
  const others: AssertedCaller[] = [
    { ...user, workspaceId: otherId },
    visitor,
    { ...visitor, workspaceId: otherId },
    service,
    { ...service, userId },
    { ...service, service: 'integrations' },
  ]
  expect(new Set([user, ...others].map(principalKey)).size).toBe(7)
  expect(principalKey({ ...user, credentialId: otherId, credential: 'key' })).toBe(principalKey(user))
  expect(principalKey({ ...visitor, widgetKeyId: userId })).toBe(principalKey(visitor))
})
