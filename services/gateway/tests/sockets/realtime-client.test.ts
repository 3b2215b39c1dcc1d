import { connect, type Realtime, type RealtimeOptions } from '@parley/client/realtime'
import type { EventEnvelope } from '@parley/contracts/event'
import type { Message } from '@parley/contracts/messages/message'
import type { RoomMessage } from '@parley/kit/outbox'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { storedMessages } from '@parley/testing/rows/messaging'
import { describe, expect, it, vi } from 'vitest'
import { startProxy } from './cuttable-proxy.ts'
import { setScene } from './scene.ts'

const scene = await setScene({ gateways: 2, intervals: { gapDelay: 20 } })
const { ada, bob } = scene.acme
const [first, second] = scene.gateways as [(typeof scene.gateways)[0], (typeof scene.gateways)[0]]

/** A client that records what it receives. */
interface Reader extends Realtime {
  received: EventEnvelope[]
  contents(channelId: string): string[]
}

async function read(url: string, options: Partial<RealtimeOptions> = {}, person = bob): Promise<Reader> {
  const received: EventEnvelope[] = []
  const token = options.token ?? (await scene.tokenOf(person))
  const realtime = connect({ url, reconnectDelayMs: 20, ...options, token })
  closeAfterwards({ close: async () => realtime.close() })
  for (const type of ['message.created', 'message.updated', 'message.deleted', 'member.added'] as const)
    realtime.on(type, (event) => received.push(event))
  return Object.assign(realtime, {
    received,
    contents: (channelId: string) =>
      received
        .filter(({ type, channel_id }) => type === 'message.created' && channel_id === channelId)
        .map(({ data }) => (data as Message).content),
  })
}

const idOf = ({ event }: RoomMessage) => (event.data as { id: string }).id
const untilStatus = (reader: Realtime, status: string) => vi.waitUntil(() => reader.status === status, 30_000)

async function say(channelId: string, ...contents: string[]): Promise<RoomMessage[]> {
  const messages = []
  for (const content of contents) messages.push(await scene.post(channelId, ada, content))
  await scene.publish(...messages)
  return messages
}

describe('the realtime client', () => {
  it('starts with what happens from now on, or at a given position', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    await say(channelId, 'old', 'older')
    const fresh = await read(first.url)
    const returning = await read(first.url, { positions: { [channelId]: { seq: 1, rev: 1 } } })
    await Promise.all([fresh.ready, returning.ready])
    await say(channelId, 'new')
    await vi.waitUntil(
      () => fresh.contents(channelId).length > 0 && returning.contents(channelId).at(-1) === 'new',
      30_000,
    )
    expect(fresh.contents(channelId)).toEqual(['new'])
    expect(returning.contents(channelId)).toEqual(['older', 'new'])
    expect(returning.positions()[channelId]).toEqual({ seq: 3, rev: 3 })
  })

  it('emits everything that happened while it was away, once and in order, then what comes', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const quiet = await scene.channel({ members: [ada, bob] })
    const proxy = await startProxy(first.url)
    const reader = await read(proxy.url)
    await reader.ready
    const [one, two] = (await say(channelId, '1', '2')) as [RoomMessage, RoomMessage]
    await vi.waitFor(() => expect(reader.contents(channelId).length).toBe(2), 30_000)
    proxy.cut()
    await untilStatus(reader, 'connecting')
    await say(channelId, '3')
    const edit = await scene.edit(idOf(one), 'one')
    const erasure = await scene.erase(idOf(two))
    await scene.publish(edit, erasure)
    await say(quiet, 'unread')
    proxy.mend(second.url)
    await untilStatus(reader, 'live')
    await say(channelId, '4')
    await vi.waitFor(() => expect(reader.contents(channelId).length).toBe(4), 30_000)
    const received = reader.received.filter(({ channel_id }) => channel_id === channelId)
    expect(received.map(({ type, seq }) => [type, seq])).toEqual([
      ['message.created', 1],
      ['message.created', 2],
      ['message.created', 3],
      ['message.updated', 1],
      ['message.deleted', 2],
      ['message.created', 4],
    ])
    expect(reader.contents(quiet)).toEqual(['unread'])
  })

  it('knows of a channel that it was added to from then on, also across a lost connection', async () => {
    const channelId = await scene.channel({ members: [ada] })
    await say(channelId, 'before')
    const proxy = await startProxy(first.url)
    const reader = await read(proxy.url)
    await reader.ready
    await scene.publish(...(await scene.add(channelId, bob)))
    await vi.waitUntil(() => channelId in reader.positions(), 30_000)
    proxy.cut()
    await untilStatus(reader, 'connecting')
    await say(channelId, 'missed')
    proxy.mend(second.url)
    await vi.waitFor(() => expect(reader.contents(channelId).length).toBe(1), 30_000)
    expect(reader.contents(channelId)).toEqual(['missed'])
  })

  it('drops a channel that its person is removed from', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const reader = await read(first.url)
    await reader.ready
    await say(channelId, 'in')
    await vi.waitFor(() => expect(reader.contents(channelId).length).toBe(1), 30_000)
    await scene.publish(...(await scene.remove(channelId, bob)))
    await vi.waitUntil(() => !(channelId in reader.positions()), 30_000)
  })

  it('emits what others do, and what its person does', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const [reader, writer] = [await read(first.url), await read(second.url, {}, ada)]
    const seen: string[] = []
    reader.on('typing', ({ data }) => 'user_id' in data && seen.push(`${data.user_id} types`))
    reader.on('presence', ({ data }) => seen.push(`${data.user_id} is ${data.status}`))
    await Promise.all([reader.ready, writer.ready])
    writer.typing(channelId)
    writer.setPresence('dnd')
    await vi.waitUntil(() => seen.includes(`${ada.userId} types`) && seen.includes(`${ada.userId} is dnd`), 30_000)
  })

  it('takes a new token when the old one has expired', async () => {
    let wasLive = false
    let isLost = false
    const token = () => {
      if (wasLive && !isLost) throw new Error('it cannot be renewed right now')
      return scene.tokenOf(bob, isLost ? 3_600 : 2)
    }
    const reader = await read(first.url, { token })
    reader.onStatus((status) => {
      wasLive ||= status === 'live'
      isLost ||= wasLive && status === 'connecting'
    })
    await vi.waitUntil(() => isLost && reader.status === 'live', 30_000)
  })

  it('renews its token before that expires, and stays connected', async () => {
    let wasLive = false
    const reader = await read(first.url, { token: () => scene.tokenOf(bob, wasLive ? 3_600 : 4) })
    const later: string[] = []
    reader.onStatus((status) => {
      if (wasLive) later.push(status)
      wasLive ||= status === 'live'
    })
    const renewals = () => first.measure('parley_socket_client_events_total', { name: 'renew', outcome: 'ok' })
    await vi.waitUntil(async () => (await renewals()) > 0, { timeout: 30_000, interval: 20 })
    expect({ status: reader.status, later }).toEqual({ status: 'live', later: [] })
  })

  it('is closed, with the reason, when it is refused or disconnected for good', async () => {
    const refused = await read(first.url, { token: 'nonsense' })
    await expect(refused.ready).rejects.toMatchObject({ name: 'RealtimeClosed', code: 'unauthorized' })
    expect(refused.status).toBe('closed')
    const expiring = await read(first.url, { token: await scene.tokenOf(bob, 2) })
    const closed = new Promise((resolve) =>
      expiring.onStatus((status, why) => status === 'closed' && resolve(why?.code)),
    )
    await expiring.ready
    expect(await closed).toBe('expired')
  })

  it('continues when a handler throws', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const errors: unknown[] = []
    const reader = await read(first.url, { onError: (error) => errors.push(error) })
    reader.on('message.created', () => {
      throw new Error('mine')
    })
    await reader.ready
    await say(channelId, 'a', 'b')
    await vi.waitFor(() => expect(reader.contents(channelId).length).toBe(2), 30_000)
    expect(errors).toHaveLength(2)
  })
})

it('delivers every message once and in order, and ends with what PostgreSQL has, through cuts and lost publishes', async () => {
  const channelIds = [
    await scene.channel({ members: [ada, bob] }),
    await scene.channel({ members: [ada, bob] }),
    await scene.channel({ members: [ada, bob] }),
  ]
  const proxies = [await startProxy(first.url), await startProxy(second.url)]
  const readers = [await read(proxies[0]!.url), await read(proxies[1]!.url)]
  await Promise.all(readers.map(({ ready }) => ready))

  let seed = 42
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const written: string[] = []
  for (let step = 0; step < 240; step++) {
    const channelId = channelIds[random(3)]!
    const dice = random(10)
    const messages =
      dice < 7 || written.length < 3
        ? [await scene.post(channelId, ada, `message ${step}`)]
        : dice < 9
          ? [await scene.edit(written[random(written.length)]!, `edited in ${step}`)]
          : [await scene.erase(written.splice(random(written.length), 1)[0]!)]
    if (messages[0]!.event.type === 'message.created') written.push(idOf(messages[0]!))
    if (random(10) < 8) void scene.publish(...messages)
    if (step % 40 === 19) proxies[random(2)]!.cut()
    if (step % 40 === 31) for (const proxy of proxies) proxy.mend(random(2) ? first.url : second.url)
  }
  for (const proxy of proxies) proxy.mend(first.url)
  for (const channelId of channelIds) await say(channelId, 'the end')

  const truth = await storedMessages(scene.database, channelIds)
  for (const reader of readers) {
    await vi.waitUntil(() => channelIds.every((id) => reader.contents(id).at(-1) === 'the end'), 30_000)
    for (const channelId of channelIds) {
      const received = reader.received.filter(({ channel_id }) => channel_id === channelId)
      // Each seq once and in order: as a message, or as the tombstone of one that was deleted before it was emitted.
      const first = new Map<number, string>()
      for (const { type, seq } of received) if (!first.has(seq!)) first.set(seq!, type)
      const seqs = [...first.keys()]
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1))
      expect(new Set(received.filter(({ type }) => type === 'message.created').map(({ seq }) => seq)).size).toBe(
        received.filter(({ type }) => type === 'message.created').length,
      )
      const state = new Map<string, string>()
      for (const { type, data } of received) {
        const { id, content } = data as Message
        if (type === 'message.deleted') state.delete(id)
        else state.set(id, content)
      }
      const expected = truth.filter((row) => row.channel_id === channelId && !row.is_deleted)
      expect([...state].sort()).toEqual(expected.map(({ id, content }): [string, string] => [id, content]).sort())
    }
  }
})
