import { type CallerKind, defineEndpoint } from '@parley/contracts/endpoint'
import type { LimitName } from '@parley/contracts/limits'
import { assertionHeader, createVerifier, type VisitorCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { clientIpHeader, clientOriginHeader } from '@parley/kit/internal-service'
import { publicKeyOf, randomPassword } from '@parley/kit/keys'
import { createLog } from '@parley/kit/log'
import { connectRedis } from '@parley/kit/redis'
import { applyVisitorRevocation } from '@parley/kit/revocations'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { deleteVisitorOrKey, insertVisitor } from '@parley/testing/rows/support-desk'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createDeployment, openGateway, register, startDouble } from './gateway.ts'
import { runCable } from './tcp.ts'

const endpointFor = (
  path: `/${string}`,
  auth: CallerKind | readonly CallerKind[],
  limit: LimitName | readonly LimitName[] = 'default',
) =>
  defineEndpoint({
    name: `call ${path}`,
    method: 'post',
    path,
    owner: 'support-desk',
    auth,
    limit,
    summary: 'For tests.',
    body: z.object({}),
    responses: { 200: z.unknown() },
  })
const endpoints = [
  endpointFor('/api/widget/call', 'visitor', ['widget', 'widget_key']),
  endpointFor('/api/v2/both', ['user', 'visitor'], ['chat', 'chat_address', 'widget']),
  endpointFor('/api/v2/services', 'service'),
  endpointFor('/api/tenant/call', 'user'),
  endpointFor('/api/agent/call', 'user'),
]

const deployment = await createDeployment()
const verify = createVerifier('support-desk', { gateway: publicKeyOf(deployment.keys.signingKeys.gateway) })
/** A service that answers who it is told calls, and from where. */
const desk = await startDouble(({ headers }, response) => {
  const header = (name: string) => headers[name] as string | undefined
  const answer = {
    caller: verify(header(assertionHeader)),
    origin: header(clientOriginHeader),
    ip: header(clientIpHeader),
  }
  response.end(JSON.stringify({ ...answer, raw: headers.origin }))
})
const formerSecret = randomPassword()
const given = {
  upstreams: { 'support-desk': desk.url },
  endpoints,
  env: { RATE_LIMITS: 'on', VISITOR_TOKEN_SECRETS: `${deployment.keys.visitorTokenSecret},${formerSecret}` },
}
const [one, two] = [await openGateway(deployment, given), await openGateway(deployment, given)]
const ada = await register(one.url)

const log = createLog('principals', { LOG_LEVEL: 'silent' })
const redis = connectRedis(deployment.redisUrl, log)
closeAfterwards({ close: async () => redis.disconnect() })
await vi.waitUntil(() => redis.status === 'ready', 30_000)
const context = { redis, log, config: { REDIS_PREFIX: deployment.redisPrefix } } as Parameters<
  typeof applyVisitorRevocation
>[0]

const visitorOf = (widgetKeyId?: string): Promise<VisitorCaller> =>
  insertVisitor(deployment.database, ada.workspaceId, widgetKeyId)
const tokenOf = (visitor: VisitorCaller, seconds = 60, secret = deployment.keys.visitorTokenSecret) =>
  createVisitorTokens({ VISITOR_TOKEN_SECRETS: [secret] }).issue(visitor, seconds)
const by = (token: string) => ({ authorization: `Bearer ${token}` })
const call = (url: string, path: string, headers: Record<string, string>, type = 'application/json') =>
  fetch(url + path, { method: 'POST', body: '{}', headers: { 'content-type': type, ...headers } })
const statusOf = async (...request: Parameters<typeof call>) => (await call(...request)).status

describe('a visitor’s token', () => {
  it('opens what is for visitors: the service is told who they are, their IP address and the page’s origin', async () => {
    const visitor = await visitorOf()
    const answer = await call(one.url, '/api/widget/call', {
      ...by(tokenOf(visitor)),
      origin: 'https://shop.example',
      [clientOriginHeader]: 'https://forged.example',
    })
    expect(await answer.json()).toEqual({ caller: visitor, origin: 'https://shop.example', ip: '127.0.0.1' })
    const without = await call(one.url, '/api/v2/both', { ...by(tokenOf(visitor)), [clientOriginHeader]: 'forged' })
    expect(await without.json()).toEqual({ caller: visitor, ip: '127.0.0.1' })
  })

  it('opens nothing else, and nothing of visitors’ opens to others', async () => {
    const visitor = by(tokenOf(await visitorOf()))
    const paths = ['/api/v2/services', '/api/tenant/call', '/api/agent/call', '/api/v2/messages', '/api/v2/workspaces']
    for (const path of paths) expect(await statusOf(one.url, path, visitor), path).toBe(403)
    expect(await statusOf(one.url, '/api/widget/call', ada.headers)).toBe(403)
    expect(await statusOf(one.url, '/api/v2/services', ada.headers)).toBe(403)
    expect(await statusOf(one.url, '/api/v2/both', ada.headers)).toBe(200)
    expect(await statusOf(one.url, '/api/widget/call', {})).toBe(401)
  })

  it('is refused for its kind only once it was counted and its body’s type was read', async () => {
    const visitor = by(tokenOf(await visitorOf()))
    expect(await statusOf(one.url, '/api/tenant/call', visitor, 'text/plain')).toBe(415)
    const { headers } = await call(one.url, '/api/tenant/call', visitor)
    expect(headers.get('ratelimit')).toMatch(/^"default";r=298/)
  })

  it('is taken under a former secret, and refused when it is forged, expired or another’s', async () => {
    const visitor = await visitorOf()
    expect(await statusOf(one.url, '/api/widget/call', by(tokenOf(visitor, 60, formerSecret)))).toBe(200)
    const good = tokenOf(visitor)
    const refused = [tokenOf(visitor, 60, randomPassword()), tokenOf(visitor, -1), good.slice(7), `prl_vt_${ada.token}`]
    for (const token of refused) expect(await statusOf(one.url, '/api/widget/call', by(token))).toBe(401)
  })

  it.each([
    ['the visitor', ({ visitorId }: VisitorCaller) => ({ visitorId })],
    ['the widget key', ({ widgetKeyId }: VisitorCaller) => ({ widgetKeyId })],
  ])('is dead on every gateway as soon as %s is revoked, and nobody else’s is', async (_, whose) => {
    const [mine, other] = [await visitorOf(), await visitorOf()]
    const both = async (visitor: VisitorCaller) =>
      Promise.all([one, two].map(({ url }) => statusOf(url, '/api/widget/call', by(tokenOf(visitor)))))
    expect(await both(mine)).toEqual([200, 200])
    const revoked = { workspaceId: mine.workspaceId, ...whose(mine) }
    await deleteVisitorOrKey(deployment.database, revoked)
    await applyVisitorRevocation(context, revoked)
    expect([await both(mine), await both(other)]).toEqual([
      [401, 401],
      [200, 200],
    ])
  })

  it('is good while whoever issued it says so, asked once and again after a revocation', async () => {
    let good: boolean | Error = true
    const access = vi.fn(async (visitors: readonly VisitorCaller[]) => {
      if (good instanceof Error) throw good
      return visitors.map(() => good as boolean)
    })
    const { url } = await openGateway(deployment, given, { visitorAccess: access })
    const visitor = await visitorOf()
    const token = tokenOf(visitor)
    const ask = () => statusOf(url, '/api/widget/call', by(token))
    expect([await ask(), await ask(), access.mock.calls.length]).toEqual([200, 200, 1])
    await applyVisitorRevocation(context, visitor)
    expect([await ask(), await ask(), access.mock.calls.length]).toEqual([200, 200, 2])
    good = false
    await applyVisitorRevocation(context, visitor)
    expect(await ask()).toBe(401)
    good = new ServiceError('unavailable', 'Nobody can say.')
    expect(await statusOf(url, '/api/widget/call', by(tokenOf(await visitorOf())))).toBe(503)
  })

  it('is good, and can be revoked, while Redis is away', async () => {
    const cable = await runCable(deployment.redisUrl)
    const { url } = await openGateway({ ...deployment, redisUrl: cable.url }, given)
    const visitor = await visitorOf()
    const ask = () => statusOf(url, '/api/widget/call', by(tokenOf(visitor)))
    expect(await ask()).toBe(200)
    await cable.pull()
    expect(await ask()).toBe(200)
    await deleteVisitorOrKey(deployment.database, visitor)
    await vi.waitFor(async () => expect(await ask()).toBe(401), 30_000)
  })
})

describe('several limits', () => {
  it('are counted together, each for whom it is', async () => {
    const visitor = await visitorOf()
    const limitsOf = async (path: string, headers: Record<string, string>) =>
      (await call(one.url, path, headers)).headers.get('ratelimit')?.replaceAll(/;t=\d+/g, '')
    const bob = await register(one.url)
    const ofBob = await limitsOf('/api/v2/both', bob.headers)
    expect(ofBob).toMatch(/^"chat";r=29, "chat_address";r=\d+$/)
    const ofVisitor = await limitsOf('/api/v2/both', by(tokenOf(visitor)))
    expect(ofVisitor).toMatch(/^"chat_address";r=\d+, "widget";r=59$/)
    const left = (text = '') => Number(/"chat_address";r=(\d+)/.exec(text)![1])
    expect(left(ofVisitor)).toBe(left(ofBob) - 1)
    expect(await limitsOf('/api/widget/call', by(tokenOf(visitor)))).toBe('"widget";r=58, "widget_key";r=5999')
    const colleague = await visitorOf(visitor.widgetKeyId)
    expect(await limitsOf('/api/widget/call', by(tokenOf(colleague)))).toBe('"widget";r=59, "widget_key";r=5998')
  })

  it('refuse what exceeds one of them', async () => {
    const { url } = await openGateway(deployment, { ...given, env: { ...given.env, RATE_LIMIT_WIDGET_KEY: '2' } })
    const { widgetKeyId } = await visitorOf()
    const ask = async () => statusOf(url, '/api/widget/call', by(tokenOf(await visitorOf(widgetKeyId))))
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429])
  })
})

describe('the desk’s roles', () => {
  it('are asked for by path, and end on every gateway when they are taken away', async () => {
    const owner = await register(one.url)
    const both = (path: string) => Promise.all([one, two].map(({ url }) => statusOf(url, path, owner.headers)))
    expect([await both('/api/agent/call'), await both('/api/tenant/call')]).toEqual([
      [200, 200],
      [200, 200],
    ])
    const member = `${one.url}/api/v2/workspaces/${owner.workspaceId}/members/${owner.userId}`
    const headers = { ...owner.headers, 'content-type': 'application/json' }
    await fetch(member, { method: 'PATCH', headers, body: '{"agent":false}' })
    expect([await both('/api/agent/call'), await both('/api/tenant/call')]).toEqual([
      [403, 403],
      [200, 200],
    ])
    await deployment.database.query(`update gateway.members set role = 'member' where user_id = $1`, [owner.userId])
    await redis.set(`${deployment.redisPrefix}:revocation:person:${owner.workspaceId}:${owner.userId}`, 'changed')
    expect(await both('/api/tenant/call')).toEqual([403, 403])
  })
})
