import { get, type IncomingMessage } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { goodbye } from '@parley/contracts/events'
import { openSocket } from '@parley/testing/sockets'
import { io } from 'socket.io-client'
import { describe, expect, it, vi } from 'vitest'
import { setScene, settled, untilContents } from './scene.ts'

const scene = await setScene()
const { ada, bob } = scene.acme

describe('a client that does not read', () => {
  it('is dropped, without harm to others, and finds everything when it comes back', async () => {
    const gateway = await scene.startGateway({ env: { SOCKET_BUFFER_BYTES: '65536' } })
    const channelId = await scene.channel({ members: [ada, bob] })
    const reader = await scene.connect(ada, gateway)
    const slow = await scene.connect(bob, gateway)
    const engine = slow.socket.io.engine as unknown as {
      transport: { ws: { pause(): void; resume(): void; terminate(): void } }
    }
    const { ws } = engine.transport
    ws.pause()
    const text = 'x'.repeat(39_000)
    let sent = 0
    await vi.waitUntil(async () => {
      await scene.publish(await scene.post(channelId, ada, `${++sent} ${text}`))
      return (await gateway.measure('parley_socket_drops_total', { reason: 'slow' })) > 0
    }, 15_000)
    ws.resume()
    expect(await slow.closed()).toMatch(/^transport/)
    expect(await untilContents(reader, channelId, sent)).toHaveLength(sent)
    expect(reader.socket.connected).toBe(true)
  })
})

describe('sockets are limited', () => {
  it('per person', async () => {
    const gateway = await scene.startGateway({ env: { SOCKETS_PER_USER: '2', RATE_LIMITS: 'on' } })
    const token = await scene.tokenOf(bob)
    await openSocket(gateway.url, token)
    const second = await openSocket(gateway.url, token)
    const third = openSocket(gateway.url, token)
    await expect(third).rejects.toMatchObject({ data: { code: 'rate_limited' } })
    await second.close()
    await vi.waitFor(async () => expect(await gateway.measure('parley_sockets')).toBe(1), 30_000)
    await openSocket(gateway.url, token)
  })

  it('per address, in a way that makes clients try again later', async () => {
    const gateway = await scene.startGateway({ env: { SOCKET_CONNECTS_PER_MINUTE: '2', RATE_LIMITS: 'on' } })
    const token = await scene.tokenOf(ada)
    await openSocket(gateway.url, token)
    await openSocket(gateway.url, token)
    const socket = io(gateway.url, { auth: { token }, transports: ['websocket'], forceNew: true })
    await new Promise((resolve) => socket.once('connect_error', resolve))
    expect(socket.active).toBe(true)
    socket.disconnect()
    const polling = await fetch(`${gateway.url}/socket.io/?EIO=4&transport=polling`)
    expect([polling.status, await polling.json()]).toMatchObject([403, { message: 'rate_limited' }])
    expect(await refusedUpgrade(gateway.url)).toEqual([400, 'rate_limited'])
  })

  it('to one attempt at a time on a connection', async () => {
    const connect = `40${JSON.stringify({ token: await scene.tokenOf(ada) })}`
    const raw = await openRaw(scene.gateways[0]!.url)
    const received: string[] = []
    raw.onmessage = ({ data }) => received.push(String(data))
    const closed = new Promise((resolve) => {
      raw.onclose = resolve
    })
    raw.send(connect)
    raw.send(connect)
    await closed
    expect(received.filter((text) => text.startsWith('40'))).toEqual([])
  })
})

it('leaves nothing behind for clients that go before they are let in', async () => {
  const gateway = await scene.startGateway()
  const connect = `40${JSON.stringify({ token: await scene.tokenOf(scene.acme.cyd) })}`
  for (let i = 0; i < 10; i++) {
    const raw = await openRaw(gateway.url)
    raw.send(connect)
    raw.close()
  }
  const outcome = (is: string) => gateway.measure('parley_socket_connects_total', { outcome: is })
  // One or the other may be let in before its end is seen.
  await vi.waitFor(async () => expect((await outcome('gone')) + (await outcome('ok'))).toBe(10), 30_000)
  expect(await outcome('gone')).toBeGreaterThan(0)
  await vi.waitFor(async () => expect(await gateway.measure('parley_sockets')).toBe(0), 30_000)
  expect(await gateway.measure('parley_socket_people')).toBe(0)
})

/** A connection that has not authenticated yet. */
async function openRaw(url: string): Promise<WebSocket> {
  const raw = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  await new Promise((resolve) => {
    raw.onopen = resolve
  })
  return raw
}

describe('a gateway that stops', () => {
  it('announces it and closes so that stock clients reconnect by themselves', async () => {
    const gateway = await scene.startGateway()
    const sockets = [await scene.connect(ada, gateway), await scene.connect(bob, gateway)]
    await gateway.close()
    for (const socket of sockets) {
      const farewell = await socket.next(goodbye)
      expect(farewell.data).toMatchObject({ code: 'draining', reconnect_in_ms: expect.any(Number) })
      // "io server disconnect" would mean: stay away.
      expect(await socket.closed()).toMatch(/^transport/)
    }
  })

  it('accepts nobody any more', async () => {
    const gateway = await scene.startGateway()
    const token = await scene.tokenOf(ada)
    const closing = gateway.close()
    await expect(openSocket(gateway.url, token)).rejects.toThrow()
    await closing
  })
})

it('works for clients that begin with polling', async () => {
  const channelId = await scene.channel({ members: [ada, bob] })
  const socket = io(scene.gateways[0]!.url, { auth: { token: await scene.tokenOf(bob) }, transports: ['polling'] })
  const received: string[] = []
  socket.on('message.created', (event) => received.push(event.data.content))
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)))
  await scene.publish(await scene.post(channelId, ada, 'polled'))
  await vi.waitFor(() => expect(received.length).toBe(1), 30_000)
  const probe = await scene.connect(bob)
  await settled(scene, probe, bob)
  expect(received).toEqual(['polled'])
  socket.disconnect()
})

/** Status and body of the answer to a WebSocket handshake that is not let in. */
async function refusedUpgrade(url: string): Promise<[number | undefined, string]> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    get(`${url}/socket.io/?EIO=4&transport=websocket`, { headers }, resolve)
      .on('error', reject)
      .on('upgrade', () => reject(new Error('It was let in.'))),
  )
  return [answer.statusCode, await textOf(answer)]
}
