import { createParley } from '@parley/client/index'
import { describe, expect, it, vi } from 'vitest'
import { Outbox } from '../src/store/outbox.ts'
import { Topics } from '../src/store/topics.ts'
import { memoryStorage, memoryTabs, message } from './fixtures.ts'

type Answer = number | 'no network'

/** An outbox whose server answers each request in turn; without an answer left, it stores the message. */
function open(answers: Answer[], { storage = memoryStorage(), firstDelayMs = 10 } = {}) {
  const requests: { key: string | null; content: string }[] = []
  const fetch: typeof globalThis.fetch = async (_, { headers, body } = {}) => {
    const { content, metadata } = JSON.parse(String(body)) as { content: string; metadata: { client_id: string } }
    requests.push({ key: new Headers(headers).get('Idempotency-Key'), content })
    const answer = answers.shift() ?? 201
    if (answer === 'no network') throw new TypeError('fetch failed')
    const data = message(requests.length, { content, metadata })
    return answer === 201
      ? Response.json({ success: true, data, meta: {} }, { status: 201 })
      : Response.json({ success: false, error: { code: 'conflict', message: 'It is archived.' } }, { status: answer })
  }
  const sent: string[] = []
  const outbox = new Outbox({
    parley: createParley({ baseUrl: 'http://parley.test', token: 'token', fetch }),
    topics: new Topics(),
    storage,
    storageKey: 'outbox',
    onSent: ({ content }) => sent.push(content),
    firstDelayMs,
  })
  const write = (content: string, channelId = 'channel') => outbox.add({ place: { channelId }, content, files: [] })
  return { outbox, storage, requests, sent, write }
}

describe('the outbox', () => {
  it('sends what is written in a channel in order, each under its own key', async () => {
    const { outbox, requests, sent, write } = open([])
    write('one')
    write('two')
    expect(outbox.in({ channelId: 'channel' }).map(({ state }) => state)).toEqual(['sending', 'sending'])
    await vi.waitUntil(() => sent.length === 2)
    expect(sent).toEqual(['one', 'two'])
    expect(new Set(requests.map(({ key }) => key)).size).toBe(2)
    expect(outbox.all).toEqual([])
  })

  it.each<[string, Answer]>([
    ['there is no network', 'no network'],
    ['the server restarts', 503],
    ['it is too much at once', 429],
  ])('tries again while %s, under the same key', async (_, answer) => {
    const { requests, sent, write } = open([answer, answer])
    write('one')
    await vi.waitUntil(() => sent.length === 1)
    expect(requests).toHaveLength(3)
    expect(new Set(requests.map(({ key }) => key)).size).toBe(1)
  })

  it('lets its author decide about what is refused, and sends what comes behind it', async () => {
    const { outbox, sent, write } = open([409])
    write('refused')
    write('two')
    await vi.waitUntil(() => sent.length === 1)
    const refusal = { code: 'conflict', message: 'It is archived.' }
    expect(outbox.all).toMatchObject([{ content: 'refused', state: 'failed', refusal }])
    outbox.retry(outbox.all[0]!.key)
    await vi.waitUntil(() => sent.length === 2)
    expect(sent).toEqual(['two', 'refused'])
  })

  it('goes on after a reload with what was not sent, under the same key', async () => {
    const first = open(['no network'], { firstDelayMs: 60_000 })
    first.write('one')
    await vi.waitUntil(() => first.outbox.all[0]?.state === 'waiting')
    const [kept] = first.outbox.all
    const { storage } = first
    const second = open([], { storage })
    await vi.waitUntil(() => second.sent.length === 1)
    expect(second.requests[0]!.key).toBe(kept!.key)
    expect(storage.keys()).toEqual([])
    first.outbox.remove(kept!.key)
    first.outbox.wake()
  })

  it('keeps what each tab has not sent, whatever another sends', async () => {
    const openTab = memoryTabs()
    const first = open(['no network'], { storage: openTab(), firstDelayMs: 60_000 })
    first.write('of the first')
    await vi.waitUntil(() => first.outbox.all[0]?.state === 'waiting')
    const second = open([], { storage: openTab() })
    second.write('of the second', 'another channel')
    await vi.waitUntil(() => second.sent.length === 2)
    expect(second.sent.toSorted()).toEqual(['of the first', 'of the second'])
    // The one that was opened before sees that it is sent.
    expect(first.outbox.all).toEqual([])
    first.outbox.wake()
  })

  it('is done with a message whose event comes before the answer', async () => {
    const { outbox, write } = open(['no network', 'no network', 'no network'])
    write('one')
    const { key } = outbox.all[0]!
    outbox.settle(message(1, { metadata: { client_id: key } }))
    expect(outbox.all).toEqual([])
  })
})
