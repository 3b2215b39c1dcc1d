import { createECDH, createPublicKey, randomBytes, randomUUID } from 'node:crypto'
import { createAgentPushSubscription } from '@parley/contracts/desk/push'
import { title } from '@parley/contracts/endpoint'
import { createPushSubscription, deletePushSubscription, listPushSubscriptions } from '@parley/contracts/identity/push'
import { createDatabase } from '@parley/kit/database'
import { randomPassword } from '@parley/kit/keys'
import { createLog } from '@parley/kit/log'
import { OutsideError } from '@parley/kit/outside/error'
import type { OutsideRequest } from '@parley/kit/outside/fetch'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newcomer, people } from '@parley/testing/people'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { createPush } from '../../src/push/send-push.ts'
import { vapidOf } from '../../src/push/vapid.ts'
import type { DB } from '../../src/schema.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { ada, bob, eve } = await people(scene)

const newBrowser = (endpoint = `https://push.example/${randomUUID()}`) => ({
  endpoint,
  keys: {
    p256dh: createECDH('prime256v1').generateKeys('base64url'),
    auth: randomBytes(16).toString('base64url'),
  },
})
const endpointsOf = async (who: typeof ada) =>
  (await who.call(listPushSubscriptions)).data.subscriptions.map(({ endpoint }) => endpoint)

describe(title(createPushSubscription), () => {
  it('stores a browser, lists it with the key to subscribe with, and forgets it', async () => {
    const browser = newBrowser()
    const { data } = await bob.call(createPushSubscription, browser)
    expect(data).toEqual({
      id: expect.any(String),
      endpoint: browser.endpoint,
      device: 'node',
      created_at: expect.any(String),
    })
    const listed = (await bob.call(listPushSubscriptions)).data
    expect(listed.subscriptions).toEqual([data])
    expect(Buffer.from(listed.public_key!, 'base64url')).toHaveLength(65)
    expect((await eve.client.answer(deletePushSubscription, { endpoint: browser.endpoint })).status).toBe(404)
    await bob.call(deletePushSubscription, { endpoint: browser.endpoint })
    expect(await endpointsOf(bob)).toEqual([])
    expect((await bob.client.answer(deletePushSubscription, { endpoint: browser.endpoint })).status).toBe(404)
  })

  it('knows a browser by its endpoint, whoever is signed in there now', async () => {
    const browser = newBrowser()
    const first = (await ada.call(createPushSubscription, browser)).data
    const again = (await ada.call(createPushSubscription, newBrowser(browser.endpoint))).data
    expect(again.id).toBe(first.id)
    await bob.call(createPushSubscription, browser)
    expect(await endpointsOf(ada)).toEqual([])
    expect(await endpointsOf(bob)).toEqual([browser.endpoint])
  })

  it('keeps ten of a person, those that were sent last', async () => {
    const who = await newcomer(scene, 'many')
    const browsers = Array.from({ length: 11 }, () => newBrowser())
    for (const browser of browsers) await who.call(createPushSubscription, browser)
    expect(await endpointsOf(who)).toEqual(
      browsers
        .slice(1)
        .map(({ endpoint }) => endpoint)
        .reverse(),
    )
  })

  it.each([
    [{ endpoint: 'http://push.example/1' }, 'endpoint'],
    [{ endpoint: 'https://10.0.0.1/1' }, 'endpoint'],
    [{ endpoint: 'https://[::1]/1' }, 'endpoint'],
    [{ endpoint: 'https://localhost/1' }, 'endpoint'],
    [{ endpoint: 'https://push.example:8443/1' }, 'endpoint'],
    [{ endpoint: 'https://user@push.example/1' }, 'endpoint'],
    [{ keys: { ...newBrowser().keys, auth: 'short' } }, 'keys.auth'],
    [{ keys: { ...newBrowser().keys, p256dh: Buffer.alloc(65, 4).toString('base64url') } }, 'keys.p256dh'],
  ])('refuses %j', async (change, path) => {
    const { status, body } = await bob.client.request('POST', '/api/v2/push-subscriptions', {
      body: { ...newBrowser(), ...change },
    })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { details: [{ path }] } } })
  })
})

describe(title(createAgentPushSubscription), () => {
  it('is the same subscription, for agents', async () => {
    const who = await newcomer(scene, 'owner') // whom founding a workspace makes an agent
    const browser = newBrowser()
    const { id } = await who.call(createAgentPushSubscription, browser)
    expect(await who.call(createPushSubscription, browser)).toMatchObject({ data: { id } })
    expect((await who.call(listPushSubscriptions)).data.subscriptions).toMatchObject([{ id }])
  })
})

describe('a notification', () => {
  const db = createDatabase<DB>('gateway', {
    url: scene.database.urlOf('gateway'),
    poolSize: 1,
    log: createLog('gateway', { LOG_LEVEL: 'silent' }),
  })
  closeAfterwards({ close: () => db.destroy() })
  const vapid = vapidOf(randomPassword())!
  const message = { title: 'Bob', body: 'hello there', path: '/app' }

  /** Push services that answer with this status, or fail. */
  function sending(answer: number | Error) {
    const requests: { url: string; request: OutsideRequest }[] = []
    const outside = {
      fetch: async (url: string | URL, request: OutsideRequest = {}) => {
        requests.push({ url: String(url), request })
        if (answer instanceof Error) throw answer
        return new Response(null, { status: answer })
      },
    }
    return { push: createPush({ db, outside, vapid, contact: 'https://parley.example' }), requests }
  }

  it('goes to each browser of the person, encrypted and signed for its push service', async () => {
    const who = await newcomer(scene, 'notified')
    const browsers = [newBrowser(), newBrowser()]
    for (const browser of browsers) await who.call(createPushSubscription, browser)
    const { push, requests } = sending(201)
    expect(await push.send(who.userId, message)).toEqual(['sent', 'sent'])
    expect(requests.map(({ url }) => url).sort()).toEqual(browsers.map(({ endpoint }) => endpoint).sort())
    const { headers, body, method } = requests[0]!.request as {
      headers: Record<string, string>
      body: Buffer
      method: string
    }
    expect(method).toBe('POST')
    expect(headers).toMatchObject({ 'Content-Encoding': 'aes128gcm', TTL: 86_400 })
    expect(body.toString('latin1')).not.toContain('hello')
    const [, token, key] = /^vapid t=(.+), k=(.+)$/.exec(headers.Authorization!)!
    expect(key).toBe(vapid.publicKey)
    const [x, y] = [1, 33].map((at) =>
      Buffer.from(key!, 'base64url')
        .subarray(at, at + 32)
        .toString('base64url'),
    )
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' })
    expect(jwt.verify(token!, publicKey, { algorithms: ['ES256'] })).toMatchObject({
      aud: 'https://push.example',
      sub: 'https://parley.example',
    })
  })

  it('removes browsers that are gone, and no others', async () => {
    const who = await newcomer(scene, 'fleeting')
    await who.call(createPushSubscription, newBrowser())
    for (const trouble of [500, 429, new OutsideError('address', 'not public')]) {
      expect(await sending(trouble).push.send(who.userId, message)).toEqual(['failed'])
      expect(await endpointsOf(who)).toHaveLength(1)
    }
    expect(await sending(410).push.send(who.userId, message)).toEqual(['gone'])
    expect(await endpointsOf(who)).toEqual([])
    await who.call(createPushSubscription, newBrowser())
    expect(await sending(404).push.send(who.userId, message)).toEqual(['gone'])
    expect(await endpointsOf(who)).toEqual([])
  })
})
