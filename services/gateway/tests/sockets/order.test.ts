import { messageCreated, messageDeleted, messageUpdated } from '@parley/contracts/messages/events'
import { describe, expect, it, vi } from 'vitest'
import { contentsOf, setScene, settled, untilContents } from './scene.ts'

const scene = await setScene()
const { ada, bob } = scene.acme

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => String(from + i))

/** Deterministic, so that a failure can be repeated. */
function shuffled<T>(list: T[], seed: number): T[] {
  const copy = [...list]
  let state = seed
  for (let i = copy.length - 1; i > 0; i--) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    const j = state % (i + 1)
    ;[copy[i], copy[j]] = [copy[j]!, copy[i]!]
  }
  return copy
}

async function busyChannel(count: number) {
  const channelId = await scene.channel({ members: [ada, bob] })
  const socket = await scene.connect(bob)
  const messages = []
  for (const content of numbers(1, count)) messages.push(await scene.post(channelId, ada, content))
  return { channelId, socket, messages }
}

describe('a channel’s events', () => {
  it('come in seq order, each once, however they were published', async () => {
    const { channelId, socket, messages } = await busyChannel(40)
    await scene.publish(...shuffled([...messages, ...messages.slice(5, 25)], 7))
    expect(await untilContents(socket, channelId, 40)).toEqual(numbers(1, 40))
    await settled(scene, socket, bob)
    expect(contentsOf(socket, channelId)).toHaveLength(40)
    const revs = socket.all(messageCreated).map(({ rev }) => rev)
    expect(revs).toEqual([...revs].sort((a, b) => a! - b!))
  })

  it('that were never published are read from PostgreSQL, in their place', async () => {
    const { channelId, socket, messages } = await busyChannel(12)
    const lost = new Set([0, 4, 5, 6, 10])
    await scene.publish(...messages.filter((_, index) => !lost.has(index)))
    expect(await untilContents(socket, channelId, 12)).toEqual(numbers(1, 12))
    expect(await scene.gateways[0]!.measure('parley_socket_gap_events_total')).toBeGreaterThan(0)
  })

  it('carry the message as it was when nothing was lost', async () => {
    const { socket, messages } = await busyChannel(1)
    await scene.publish(messages[0]!)
    expect(await socket.next(messageCreated)).toEqual(messages[0]!.event)
  })

  it('come through whole, however long they are and in whatever script', async () => {
    const { channelId, socket } = await busyChannel(0)
    const texts = ['x', 'é'.repeat(300), '😀'.repeat(5_000), '€'.repeat(39_000), 'end']
    for (const text of texts) await scene.publish(await scene.post(channelId, ada, text))
    expect(await untilContents(socket, channelId, texts.length)).toEqual(texts)
  })

  it('deliver edits and deletions that were lost, after the messages they are about', async () => {
    const { channelId, socket, messages } = await busyChannel(3)
    await scene.publish(...messages)
    await untilContents(socket, channelId, 3)
    const [first, second] = messages.map(({ event }) => (event.data as { id: string }).id) as [string, string]
    await scene.edit(first, 'one')
    await scene.erase(second)
    const last = await scene.edit(first, 'One')
    await scene.publish(last)
    const edited = await socket.next(messageUpdated)
    const deleted = await socket.next(messageDeleted)
    expect(edited.data).toMatchObject({ id: first, content: 'One' })
    expect(deleted.data).toMatchObject({ id: second, seq: 2 })
    await settled(scene, socket, bob)
    expect(socket.all(messageUpdated)).toHaveLength(1)
  })

  it('keep seq without gaps for a lost message that was edited before it was filled', async () => {
    const { channelId, socket, messages } = await busyChannel(4)
    const [, second] = messages.map(({ event }) => (event.data as { id: string }).id) as [string, string]
    const edit = await scene.edit(second, 'two')
    await scene.publish(messages[0]!, messages[3]!, edit)
    await vi.waitFor(() => expect(contentsOf(socket, channelId).length).toBe(4), 30_000)
    expect(contentsOf(socket, channelId)).toEqual(['1', 'two', '3', '4'])
    const claims = socket.all(messageCreated).map(({ rev }) => rev!)
    // A reader who stops after the second has not received revs 3 and 4, and must not count them.
    expect(claims[1]).toBeLessThan(3)
  })

  it('skip a message that was lost and deleted, leaving its tombstone in its place', async () => {
    const { channelId, socket, messages } = await busyChannel(3)
    await scene.erase((messages[1]!.event.data as { id: string }).id)
    await scene.publish(messages[2]!)
    await untilContents(socket, channelId, 2)
    const received = socket.events.filter(({ channel_id }) => channel_id === channelId)
    expect(received.slice(0, 3).map(({ type, seq }) => [type, seq])).toEqual([
      ['message.created', 1],
      ['message.deleted', 2],
      ['message.created', 3],
    ])
    // A reader ahead of the room has the message and handles this as its deletion.
    expect(received.slice(3)).toMatchObject([{ type: 'message.deleted', seq: 2, rev: 4 }])
  })

  it('reach a socket that comes in the middle from there on, without a gap', async () => {
    const { channelId, messages } = await busyChannel(6)
    await scene.publish(messages[0]!, messages[2]!)
    const late = await scene.connect(ada)
    await scene.publish(messages[1]!, messages[3]!, messages[4]!, messages[5]!)
    const { seq } = await scene.post(channelId, bob, '7').then(async (message) => {
      await scene.publish(message)
      return message.event
    })
    await vi.waitFor(() => expect(contentsOf(late, channelId).at(-1)).toBe('7'), 30_000)
    const seqs = late.all(messageCreated).map((event) => event.seq!)
    expect(seqs).toEqual(numbers(seqs[0]!, seq!).map(Number))
  })
})
