import { randomBytes } from 'node:crypto'
import { get, type IncomingMessage } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { goodbye } from '@parley/contracts/sockets/events'
import { openSocket } from '@parley/testing/sockets'
import { io } from 'socket.io-client'
import { describe, expect, it, vi } from 'vitest'
import { type Replica, setScene, settled, untilContents } from './scene.ts'

const scene = await setScene()
const { ada, bob } = scene.acme

describe('a client that does not read', () => {
  it('is dropped, without harm to others, and finds everything when it comes back', async () => {
    const gateway = await scene.startGateway({ env: { SOCKET_BUFFER_BYTES: '1048576' } })
    const channelId = await scene.channel({ members: [ada, bob] })
    const reader = await scene.connect(ada, gateway)
    const slow = await scene.connect(bob, gateway)
    const engine = slow.socket.io.engine as unknown as {
      transport: { ws: { pause(): void; resume(): void; terminate(): void } }
    }
    const { ws } = engine.transport
    ws.pause()
    // The operating system takes some megabytes for a connection before any wait in the gateway.
    const text = '語'.repeat(39_000)
    let sent = 0
    await vi.waitUntil(
      async () => {
        for (let i = 0; i < 5; i++) await scene.publish(await scene.post(channelId, ada, `${++sent} ${text}`))
        // Who reads keeps up.
        await untilContents(reader, channelId, sent)
        return (await gateway.measure('parley_socket_drops_total', { reason: 'slow' })) > 0
      },
      { timeout: 30_000, interval: 1 },
    )
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

  it('per IP address, in a way that makes clients try again later', async () => {
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

  it('to its share for a workspace, and others have theirs', async () => {
    const gateway = await scene.startGateway({ env: { SOCKETS_PER_WORKSPACE: '2', RATE_LIMITS: 'on' } })
    const sockets = [await scene.connect(ada, gateway), await scene.connect(bob, gateway)]
    await expect(scene.connect(scene.acme.cyd, gateway)).rejects.toMatchObject({ data: { code: 'rate_limited' } })
    await scene.connect(scene.eve, gateway)
    await sockets[0]!.close()
    await vi.waitFor(() => scene.connect(scene.acme.cyd, gateway), 30_000)
  })

  it('to its share for an address, and others have theirs', async () => {
    const env = { SOCKETS_PER_ADDRESS: '2', RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.0/8, ::1' }
    const gateway = await scene.startGateway({ env })
    const connectFrom = async (address: string) => openSocket(gateway.url, await scene.tokenOf(ada), address)
    const sockets = [await connectFrom('203.0.113.1'), await connectFrom('203.0.113.1')]
    await expect(connectFrom('203.0.113.1')).rejects.toMatchObject({ data: { code: 'rate_limited' } })
    await connectFrom('203.0.113.2')
    await sockets[0]!.close()
    await vi.waitFor(() => connectFrom('203.0.113.1'), 30_000)
  })

  describe('to its share for an IP address before they authenticate', () => {
    const env = { SOCKET_HANDSHAKES_PER_ADDRESS: '2', RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.0/8, ::1' }

    it('whatever their transport, until they have, or are closed', async () => {
      const gateway = await scene.startGateway({ env })
      const raw = await openRaw(gateway.url)
      const polling = await openPolling(gateway.url)
      expect(polling.status).toBe(200)
      expect(await openPolling(gateway.url)).toMatchObject({ status: 403, answer: { message: 'rate_limited' } })
      expect(await refusedUpgrade(gateway.url)).toEqual([400, 'rate_limited'])
      expect((await openPolling(gateway.url, { from: '203.0.113.1' })).status).toBe(200)

      const welcome = new Promise((resolve) => {
        raw.onmessage = ({ data }) => String(data).startsWith('40') && resolve(data)
      })
      raw.send(`40${JSON.stringify({ token: await scene.tokenOf(ada) })}`)
      await welcome
      expect((await openPolling(gateway.url)).status).toBe(200)
      expect((await openPolling(gateway.url)).status).toBe(403)

      await fetch(polling.url, { method: 'POST', body: '1' })
      await vi.waitFor(async () => expect((await openPolling(gateway.url)).status).toBe(200), 30_000)
    })

    it('for as long as they may take to do that; handshakes that fail do not count', async () => {
      const gateway = await scene.startGateway({ env, intervals: { connect: 300 } })
      for (let i = 0; i < 3; i++)
        expect((await openPolling(gateway.url, { protocol: 3 })).answer).toMatchObject({
          message: 'Unsupported protocol version',
        })
      const silent = [await openRaw(gateway.url), await openRaw(gateway.url)]
      await vi.waitFor(
        () => expect(silent.every(({ readyState }) => readyState === WebSocket.CLOSED)).toBe(true),
        30_000,
      )
      await vi.waitFor(async () => expect((await openPolling(gateway.url)).status).toBe(200), 30_000)
    })
  })

  it('to connections with a socket: without it they would count for nobody', async () => {
    const raw = await openRaw(scene.gateways[0]!.url)
    raw.onmessage = ({ data }) => {
      if (String(data).startsWith('40')) raw.send('41')
    }
    raw.send(`40${JSON.stringify({ token: await scene.tokenOf(ada) })}`)
    await vi.waitFor(() => expect(raw.readyState).toBe(WebSocket.CLOSED), 30_000)
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

// Three of five for a person, and for an IP address as long as it is not known who connects.
describe('database connections are limited to their share', () => {
  const until = (gateway: Replica, gate: string, ...counts: [running: number, waiting: number]) =>
    vi.waitFor(async () => {
      const found = ['parley_gate_running', 'parley_gate_waiting'].map((metric) => gateway.measure(metric, { gate }))
      expect(await Promise.all(found)).toEqual(counts)
    }, 30_000)

  it('for a person who syncs many sockets', async () => {
    const gateway = await scene.startGateway()
    const channelId = await scene.channel({ members: [ada, bob] })
    await scene.post(channelId, ada, 'missed')
    const sockets = await Promise.all(Array.from({ length: 4 }, () => scene.connect(bob, gateway)))
    const release = await scene.database.lockTable('messaging.channel_counts')
    const answers = sockets.map(({ socket }) => socket.timeout(30_000).emitWithAck('sync', { [channelId]: 0 }))
    await until(gateway, 'requests', 3, 1)
    await release()
    expect(await Promise.all(answers)).toMatchObject(
      Array(4).fill({ channels: { [channelId]: { events: [{ seq: 1 }] } } }),
    )
  })

  it('for a person whose many sockets are sent who is online', async () => {
    const gateway = await scene.startGateway()
    const release = await scene.database.lockTable('channels.states')
    const sockets = Promise.all(Array.from({ length: 4 }, () => scene.connect(bob, gateway)))
    await until(gateway, 'presence', 2, 2)
    await release()
    await sockets
    await until(gateway, 'presence', 0, 0)
  })

  it('for an IP address that tries keys', async () => {
    const gateway = await scene.startGateway()
    const connections = await Promise.all(Array.from({ length: 4 }, () => openRaw(gateway.url)))
    const refused: string[] = []
    const release = await scene.database.lockTable('gateway.api_keys')
    for (const raw of connections) {
      raw.onmessage = ({ data }) => String(data).startsWith('44') && refused.push(String(data))
      raw.send(`40${JSON.stringify({ token: `prl_sk_live_${randomBytes(16).toString('hex')}` })}`)
    }
    await until(gateway, 'requests', 3, 1)
    await release()
    await vi.waitFor(() => expect(refused.filter((text) => text.includes('unauthorized'))).toHaveLength(4), 30_000)
  })
})

it('leaves nothing behind for clients that go before they are admitted', async () => {
  const gateway = await scene.startGateway()
  const connect = `40${JSON.stringify({ token: await scene.tokenOf(scene.acme.cyd) })}`
  for (let i = 0; i < 10; i++) {
    const raw = await openRaw(gateway.url)
    raw.send(connect)
    raw.close()
  }
  const outcome = (is: string) => gateway.measure('parley_socket_connects_total', { outcome: is })
  // One or the other may be admitted before its end is seen.
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

/** Begins a session by polling, from an address that a proxy names. */
async function openPolling(url: string, { from, protocol = 4 }: { from?: string; protocol?: number } = {}) {
  const endpoint = `${url}/socket.io/?EIO=${protocol}&transport=polling`
  const response = await fetch(endpoint, { headers: from === undefined ? {} : { 'x-forwarded-for': from } })
  const text = await response.text()
  const answer = JSON.parse(text.replace(/^0/, '')) as { sid?: string; message?: string }
  return { status: response.status, answer, url: `${endpoint}&sid=${answer.sid}` }
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

/** Status and body of the answer to a WebSocket handshake that is not admitted. */
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
      .on('upgrade', () => reject(new Error('It was admitted.'))),
  )
  return [answer.statusCode, await textOf(answer)]
}
