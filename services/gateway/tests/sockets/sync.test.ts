import type { EventEnvelope } from '@parley/contracts/event'
import type { SocketError, SyncAnswer } from '@parley/contracts/realtime'
import { encodeId } from '@parley/contracts/type-id'
import { fillChannel } from '@parley/testing/rows/messaging'
import { describe, expect, it } from 'vitest'
import { ask, setScene, untilContents } from './scene.ts'

const scene = await setScene({ env: { RATE_LIMITS: 'on' } })
const { ada, bob, cyd } = scene.acme
const { eve } = scene

type Page = { events: EventEnvelope[]; seq: number; rev: number; has_more: boolean }
const idOf = ({ event }: { event: EventEnvelope }) => (event.data as { id: string }).id
const contents = ({ events }: Page) => events.map(({ data }) => (data as { content?: string }).content ?? null)

async function writtenChannel(...texts: string[]) {
  const channelId = await scene.channel({ members: [ada, bob] })
  const messages = []
  for (const text of texts) messages.push(await scene.post(channelId, ada, text))
  return { channelId, messages }
}

const missed = async (socket: Awaited<ReturnType<typeof scene.connect>>, key: string, position: unknown) =>
  (await ask<SyncAnswer>(socket, 'sync', { [key]: position })).channels[key] as Page

describe('sync', () => {
  it('answers what was missed since a seq, and since a seq and rev', async () => {
    const { channelId, messages } = await writtenChannel('a', 'b', 'c')
    const socket = await scene.connect(bob)
    const fromSeq = await missed(socket, channelId, 1)
    expect(contents(fromSeq)).toEqual(['b', 'c'])
    expect(fromSeq).toMatchObject({ seq: 3, rev: 3, has_more: false })
    expect(fromSeq.events[0]).toEqual(messages[1]!.event)

    await scene.edit(idOf(messages[0]!), 'A')
    await scene.erase(idOf(messages[1]!))
    const since = await missed(socket, channelId, { seq: 3, rev: 3 })
    expect(since.events.map(({ type, seq, rev }) => [type, seq, rev])).toEqual([
      ['message.updated', 1, 4],
      ['message.deleted', 2, 5],
    ])
    expect(await missed(socket, channelId, { seq: 3, rev: 5 })).toEqual({ events: [], seq: 3, rev: 5, has_more: false })
  })

  it('takes ids in either form and answers them as they were asked', async () => {
    const { channelId } = await writtenChannel('a')
    const socket = await scene.connect(bob)
    const key = encodeId('ch', channelId).toUpperCase()
    expect(contents(await missed(socket, key, 0))).toEqual(['a'])
    expect(contents(await missed(socket, channelId.toUpperCase(), 0))).toEqual(['a'])
  })

  it('answers the same for a hidden, a foreign and an unknown channel', async () => {
    const { channelId } = await writtenChannel('a')
    const socket = await scene.connect(eve)
    const unknown = crypto.randomUUID()
    expect(await ask(socket, 'sync', { [channelId]: 0, [scene.acme.general]: 0, [unknown]: 0 })).toEqual({
      channels: {
        [channelId]: { error: 'not_found' },
        [scene.acme.general]: { error: 'not_found' },
        [unknown]: { error: 'not_found' },
      },
      conversations: {},
    })
  })

  it('reads a public channel for someone who is not in it', async () => {
    const channelId = await scene.channel({ members: [ada], isPrivate: false })
    await scene.post(channelId, ada, 'open')
    const socket = await scene.connect(bob)
    expect(contents(await missed(socket, channelId, 0))).toEqual(['open'])
    const guest = await scene.connect(scene.acme.gus)
    expect(await missed(guest, channelId, 0)).toEqual({ error: 'not_found' })
  })

  it('pages at 500 events a channel, nothing lost or repeated between pages', async () => {
    const { channelId, messages } = await writtenChannel('1')
    const { workspaceId, userId: authorId } = ada
    await fillChannel(scene.database, { workspaceId, channelId }, { authorId, count: 1_099, content: '#' })
    await scene.edit(idOf(messages[0]!), 'one')
    const socket = await scene.connect(bob)
    const seen: (string | null)[] = []
    let position: Pick<Page, 'seq' | 'rev'> = { seq: 1, rev: 1 }
    const sizes = []
    for (;;) {
      const page = await missed(socket, channelId, { seq: position.seq, rev: position.rev })
      sizes.push(page.events.length)
      seen.push(...contents(page))
      position = page
      if (!page.has_more) break
    }
    expect(sizes).toEqual([500, 500, 100])
    expect(seen).toEqual([...Array.from({ length: 1_099 }, (_, i) => String(i + 2)), 'one'])
    expect(position).toMatchObject({ seq: 1_100, rev: 1_101 })
  })

  it('bounds an answer in bytes, and still gets on', async () => {
    const long = 'x'.repeat(39_000)
    const { channelId } = await writtenChannel(...Array.from({ length: 60 }, (_, i) => `${i + 1} ${long}`))
    const { channelId: other } = await writtenChannel(long)
    const { channelId: known, messages } = await writtenChannel('a')
    await scene.edit(idOf(messages[0]!), 'A')
    for (const text of ['b', 'c', 'd']) await scene.post(known, ada, text)
    const socket = await scene.connect(bob)
    const { channels } = await ask<SyncAnswer>(socket, 'sync', { [channelId]: 0, [other]: 0, [known]: 2 })
    const page = channels[channelId] as Page
    expect(page.has_more).toBe(true)
    expect(JSON.stringify(channels).length).toBeLessThan(1_500_000)
    expect(channels[other]).toMatchObject({ events: [], seq: 0, rev: 0, has_more: true })
    // Its rev is that of b, from which on nothing comes that was known.
    const begun = channels[known] as Page
    expect(begun).toMatchObject({ seq: 3, rev: 3, has_more: true })
    expect(contents(begun)).toEqual(['c'])
    expect(contents(await missed(socket, known, { seq: begun.seq, rev: begun.rev }))).toEqual(['d'])
    const rest = await missed(socket, channelId, { seq: page.seq, rev: page.rev })
    const all = [...contents(page), ...contents(rest)].map((content) => content!.split(' ')[0])
    const last = rest.has_more ? await missed(socket, channelId, { seq: rest.seq, rev: rest.rev }) : undefined
    if (last) all.push(...contents(last).map((content) => content!.split(' ')[0]))
    expect(all).toEqual(Array.from({ length: 60 }, (_, i) => String(i + 1)))
  })

  it('answers a person so much a second, over all their sockets, and others as before', async () => {
    const channelId = await scene.channel({ members: [ada, bob, cyd] })
    const { event } = await scene.post(channelId, ada, 'short')
    const { workspaceId, userId: authorId } = ada
    await fillChannel(scene.database, { workspaceId, channelId }, { authorId, count: 8, content: '𠮷'.repeat(40_000) })
    const [first, second] = [await scene.connect(cyd), await scene.connect(cyd)]
    const answers: (SyncAnswer | SocketError)[] = []
    // As often as it takes: what a slow machine is answered in a second counts for less.
    while (!answers.some((answer) => 'error' in answer))
      answers.push(await ask<SyncAnswer | SocketError>(answers.length % 2 ? first : second, 'sync', { [channelId]: 0 }))
    const refused = answers.length - 1
    expect(refused).toBeGreaterThan(6)
    expect(answers[refused]).toMatchObject({ error: { code: 'rate_limited' } })
    const page = await missed(await scene.connect(bob), channelId, 0)
    expect(page.events[0]!.id).toBe(event.id)
  })

  it('gives a position that leads on, when old messages were changed while the reader was away', async () => {
    const { channelId, messages } = await writtenChannel('a', 'b')
    await scene.post(channelId, ada, 'c')
    const d = await scene.post(channelId, ada, 'd')
    await scene.edit(idOf(messages[0]!), 'A')
    await scene.edit(idOf(d), 'D')
    const socket = await scene.connect(bob)
    const page = await missed(socket, channelId, { seq: 2, rev: 2 })
    expect(contents(page)).toEqual(['c', 'D', 'A'])
    // After 'D' the reader has not received A's change: its rev must not be claimed.
    expect(page.events[1]!.rev).toBeLessThan(5)
    expect(page).toMatchObject({ seq: 4, rev: 6 })
  })

  it('corrects a reader who claims more than there is', async () => {
    const { channelId } = await writtenChannel('a')
    const socket = await scene.connect(bob)
    expect(await missed(socket, channelId, { seq: 900, rev: 900 })).toMatchObject({ events: [], seq: 1, rev: 1 })
  })
})

describe('positions', () => {
  it('names the channels whose events come by themselves, and from where on', async () => {
    const { channelId } = await writtenChannel('a', 'b')
    const socket = await scene.connect(bob)
    const { channels } = await ask<{ channels: Record<string, unknown> }>(socket, 'positions')
    expect(channels[channelId]).toEqual({ seq: 2, rev: 2 })
    expect(channels[scene.acme.general]).toEqual({ seq: 0, rev: 0 })
    await scene.publish(await scene.post(channelId, ada, 'c'))
    expect(await untilContents(socket, channelId, 1)).toEqual(['c'])
  })
})

describe('what a client sends', () => {
  const unknown = crypto.randomUUID()
  const tooMany = Object.fromEntries(Array.from({ length: 201 }, () => [crypto.randomUUID(), 0]))
  it.each([
    ['a sync of no object', 'sync', 'all'],
    ['a sync of null', 'sync', null],
    ['a sync of no channel', 'sync', { nonsense: 1 }],
    ['a negative seq', 'sync', { [unknown]: -1 }],
    ['a seq in text', 'sync', { [unknown]: '1' }],
    ['half a seq', 'sync', { [unknown]: { seq: 1.5 } }],
    ['too many channels', 'sync', tooMany],
    ['typing in a number', 'typing', { channel_id: 7 }],
    ['typing nowhere', 'typing', undefined],
    ['a presence that is none', 'presence', { status: 'asleep' }],
    ['what only servers say', 'message.created', {}],
    ['a name that every object has', 'constructor', {}],
    ['an error', 'error', {}],
  ])('is refused with a typed error when it is %s', async (_title, event, payload) => {
    const socket = await scene.connect(bob)
    const answer = await ask<SocketError>(socket, event, payload)
    expect(answer).toMatchObject({ success: false, error: { code: 'invalid_input', message: expect.any(String) } })
  })

  it('does no harm without an acknowledgement, and is counted', async () => {
    const socket = await scene.connect(bob)
    for (const payload of [undefined, null, 'x', { channel_id: {} }]) socket.socket.emit('typing', payload)
    socket.socket.emit('sync')
    socket.socket.emit('no such event', () => {}, 1)
    expect(await ask(socket, 'positions')).toHaveProperty('channels')
    expect(socket.socket.connected).toBe(true)
  })

  it('is refused for a while when there is too much of it, and ends the socket when it does not stop', async () => {
    const socket = await scene.connect(bob)
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => ask<{ error?: { code: string } }>(socket, 'positions')),
    )
    const refused = answers.filter(({ error }) => error?.code === 'rate_limited')
    expect(refused.length).toBeGreaterThan(0)
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(60)
    for (let i = 0; i < 200; i++) socket.socket.emit('positions')
    expect(await socket.closed()).toBe('io server disconnect')
    expect(socket.events.at(-1)).toMatchObject({ type: 'goodbye', data: { code: 'flooding' } })
  })

  it('ends the connection when a packet is too large', async () => {
    const socket = await scene.connect(bob)
    socket.socket.emit('sync', { text: 'x'.repeat(100_000) })
    expect(await socket.closed()).toMatch(/transport/)
  })
})
