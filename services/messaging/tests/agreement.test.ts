import type { EventEnvelope } from '@parley/contracts/event'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { isMessage, type Message, type Reaction } from '@parley/contracts/messages/message'
import { listMessages, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { pinChannelMessage, pinMessage, unpinChannelMessage } from '@parley/contracts/messages/pins'
import { describe, expect, it, vi } from 'vitest'
import { setScene, wrongCounts } from './scene.ts'

const scene = await setScene()
const { acme, database, as } = scene
const { ada, bob, cyd } = acme

/** What a client knows of a channel: it applies events as the contracts describe them, and nothing else. */
class Client {
  readonly messages = new Map<string, Message>()
  seq = 0
  rev = 0

  apply({ type, seq, rev, data }: EventEnvelope): void {
    if (type === 'message.deleted') this.messages.delete((data as { id: string }).id)
    else if (type.startsWith('reaction.')) this.#react(type === 'reaction.added', rev!, data as Reaction)
    else {
      const message = structuredClone(data as Message)
      this.messages.set(message.id, message)
      if (type === 'message.created') this.#count(message)
    }
    this.seq = Math.max(this.seq, seq ?? 0)
    this.rev = Math.max(this.rev, rev ?? 0)
  }

  #count({ parent_message_id, created_at, user_id }: Message): void {
    const root = this.messages.get(parent_message_id ?? '')
    if (!root || (root.last_reply_at !== null && created_at <= root.last_reply_at)) return
    root.reply_count++
    root.last_reply_at = created_at
    if (user_id && !root.participants.includes(user_id) && root.participants.length < 20)
      root.participants.push(user_id)
  }

  #react(isAdded: boolean, rev: number, { message_id, user_id, emoji }: Reaction): void {
    const message = this.messages.get(message_id)
    if (!message) return
    let sum = message.reactions.find((each) => each.emoji === emoji)
    if (!sum) {
      sum = { emoji, count: 0, user_ids: [] }
      message.reactions.push(sum)
    }
    sum.count += isAdded ? 1 : -1
    sum.user_ids = isAdded ? [...sum.user_ids, user_id!] : sum.user_ids.filter((id) => id !== user_id)
    message.reactions = message.reactions.filter(({ count }) => count > 0)
    message.reaction_count += isAdded ? 1 : -1
    message.rev = rev
  }

  /** Everything, by seq. */
  get known(): Message[] {
    return [...this.messages.values()].sort((a, b) => a.seq - b.seq)
  }
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

async function catchUp(client: Client, channel: string, max: number): Promise<void> {
  for (;;) {
    const [page] = await database.query<{ events: EventEnvelope[]; seq: number; rev: number; has_more: boolean }>(
      'select * from messaging.changes($1, $2, $3, $4, $5)',
      [acme.workspaceId, channel, client.seq, client.rev, max],
    )
    for (const event of page!.events) client.apply(event)
    client.seq = page!.seq
    client.rev = page!.rev
    if (!page!.has_more) return
  }
}

/** Several people write, change and undo at once whatever is there. */
async function live(channel: string, seed: number, steps: number): Promise<void> {
  const next = numbers(seed)
  const ids: string[] = []
  const pick = () => ids[next(ids.length)]!
  const step = async (): Promise<number> => {
    const who = as([ada, bob, cyd][next(3)]!)
    const kind = ids.length < 3 ? 0 : next(16)
    const id = ids.length > 0 ? pick() : ''
    const keep = (answer: { status: number; body: unknown }) => {
      if (answer.status === 201) ids.push((answer.body as { data: Message }).data.id)
      return answer.status
    }
    const forged = { pinned: true, pinned_by: ada.userId, mentions: [] }
    if (kind < 3)
      return keep(
        await who.answer(postMessage, { channel_id: channel, content: `for @bob ${next(99)}`, metadata: forged }),
      )
    if (kind < 6) return keep(await who.answer(replyInThread, { id, content: `and @channel ${next(99)}` }))
    if (kind < 8) return (await who.answer(editMessage, { id, content: `now @cyd ${next(3)}` })).status
    if (kind < 9) return (await who.answer(deleteMessage, { id, admin: next(2) === 0 })).status
    if (kind < 10) return (await who.answer(pinMessage, { id })).status
    if (kind < 11) return (await who.answer(pinChannelMessage, { id: channel, messageId: id })).status
    if (kind < 12) return (await who.answer(unpinChannelMessage, { id: channel, messageId: id })).status
    return (await who.answer(toggleReaction, { id, emoji: ['fire', '👍', '+1'][next(3)]! })).status
  }
  const worker = async () => {
    for (let i = 0; i < steps / 5; i++) expect([200, 201, 403, 404]).toContain(await step())
  }
  await Promise.all([worker(), worker(), worker(), worker(), worker()])
}

describe('clients that were connected, were away, or read now', () => {
  it.each([1, 2, 3])('knows the same of a channel in which everything happens at once (%i)', async (seed) => {
    const channel = await scene.channel({}, [bob, cyd])
    await live(channel, seed, 160)
    const [head] = await database.query<{ seq: number; rev: number }>(
      'select seq, rev from messaging.channel_heads where channel_id = $1',
      [channel],
    )
    const published = await vi.waitUntil(() => {
      const found = scene.published.filter(({ channel_id, rev }) => channel_id === channel && rev !== null)
      return found.length >= head!.rev ? found.sort((a, b) => a.rev! - b.rev!) : undefined
    }, 30_000)
    expect(published.map(({ rev }) => rev)).toEqual(Array.from({ length: head!.rev }, (_, i) => i + 1))

    const { data } = await as(ada).call(listMessages, { channel_id: channel, after_seq: 0, limit: 100 })
    const now = data.filter(isMessage)
    expect(now.length).toBeGreaterThan(10)
    expect(now.some(({ reply_count }) => reply_count > 1)).toBe(true)
    expect(now.some(({ reaction_count }) => reaction_count > 1)).toBe(true)
    expect(await wrongCounts(database)).toEqual([])

    const present = new Client()
    for (const event of published) present.apply(event)
    expect(present.known).toEqual(now)

    const newcomer = new Client()
    await catchUp(newcomer, channel, 500)
    expect(newcomer.known).toEqual(now)

    const next = numbers(seed * 31)
    for (let i = 0; i < 12; i++) {
      const away = new Client()
      for (const event of published.slice(0, next(published.length + 1))) away.apply(event)
      await catchUp(away, channel, 1 + next(20))
      expect(away.known).toEqual(now)
      expect([away.seq, away.rev]).toEqual([head!.seq, head!.rev])
    }
  })
})
