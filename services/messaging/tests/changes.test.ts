import { EventEnvelope } from '@parley/contracts/event'
import { messageCreated } from '@parley/contracts/messages/events'
import { Message, Tombstone } from '@parley/contracts/messages/message'
import { getMessage } from '@parley/contracts/messages/messages'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, database, as } = scene
const { ada, bob } = acme

interface Changes {
  events: EventEnvelope[]
  seq: number
  rev: number
  has_more: boolean
}

async function changes(
  channel: string,
  seq: number,
  rev: number | null,
  max = 500,
  bytes = 1_000_000,
): Promise<Changes> {
  const rows = await database.query<Changes & Record<string, unknown>>(
    'select events, seq, rev, has_more from messaging.changes($1, $2, $3, $4, $5, $6)',
    [acme.workspaceId, channel, seq, rev, max, bytes],
  )
  expect(rows).toHaveLength(1)
  const events = rows[0]!.events.map((event) => EventEnvelope.parse(event))
  for (const { type, data } of events) (type === 'message.deleted' ? Tombstone : Message).parse(data)
  return { ...rows[0]!, events }
}

const brief = ({ events, ...position }: Changes) => ({
  events: events.map(({ type, seq, rev }) => `${type} ${seq}/${rev}`),
  ...position,
})

/** A channel with five messages, of which 1 and 2 were edited and 3 deleted after the fifth. */
async function storied() {
  const channel = await scene.channel()
  const posted = []
  for (let i = 1; i <= 5; i++) posted.push(await scene.post(ada, channel, `message ${i}`))
  await scene.edit(posted[0]!, 'edited first')
  await scene.delete(posted[2]!)
  await scene.edit(posted[1]!, 'edited second')
  return { channel, posted }
}

describe('messaging.changes', () => {
  it('replays a message exactly as it was published live', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel, 'to @bob and @channel')
    await scene.post(bob, channel, 'x', { metadata: { a: [1, { b: null }] } })
    const published = (await scene.events(messageCreated, channel, 2)).map(
      ({ rooms: _, trace: __, writtenAt: _at, ...event }) => event,
    )
    expect(await changes(channel, 0, 0)).toEqual({ events: published, seq: 2, rev: 2, has_more: false })
    const reply = await scene.reply(bob, root)
    expect((await changes(channel, 2, 2)).events.map(({ data }) => data)).toEqual([reply])
  })

  it('ends a page at its bytes, which has one event at least', async () => {
    const { channel, posted } = await storied()
    const whole = brief(await changes(channel, 4, 5))
    for (const bytes of [1, 1_000, 1_800, 2_400, 100_000]) {
      const seen = []
      let position: Pick<Changes, 'seq' | 'rev'> = { seq: 4, rev: 5 }
      for (;;) {
        const page = await changes(channel, position.seq, position.rev, 500, bytes)
        if (bytes === 1) expect(page.events).toHaveLength(1)
        seen.push(...brief(page).events)
        position = page
        if (!page.has_more) break
      }
      expect([...new Set(seen)], `${bytes}`).toEqual(whole.events)
      expect(position).toMatchObject({ seq: 5, rev: 8 })
    }
    await database.query(`update messaging.messages set content = repeat('𠮷', 40000) where id = $1`, [posted[0]!.id])
    expect(brief(await changes(channel, 4, 5, 500, 5_000)).events).toEqual(whole.events.slice(0, 2))
  })

  it('replays new messages by seq, then changes of older ones by rev', async () => {
    const { channel, posted } = await storied()
    expect(brief(await changes(channel, 3, 3))).toEqual({
      events: [
        'message.created 4/4',
        'message.created 5/5',
        'message.updated 1/6',
        'message.deleted 3/7',
        'message.updated 2/8',
      ],
      seq: 5,
      rev: 8,
      has_more: false,
    })
    const { events } = await changes(channel, 5, 5)
    const { data: now } = await as(ada).call(getMessage, { id: posted[1]!.id })
    expect(events.at(-1)).toEqual({
      id: expect.any(String),
      type: 'message.updated',
      workspace_id: acme.workspaceId,
      channel_id: channel,
      seq: 2,
      rev: 8,
      at: now.updated_at,
      data: now,
    })
    expect(events[1]!.data).toEqual({
      id: posted[2]!.id,
      channel_id: channel,
      seq: 3,
      rev: 7,
      deleted_at: events[1]!.at,
    })
  })

  it('replays every message once, in its latest state, to a new reader', async () => {
    const { channel } = await storied()
    expect(brief(await changes(channel, 0, 0))).toEqual({
      events: [
        'message.created 1/6',
        'message.created 2/8',
        'message.deleted 3/7',
        'message.created 4/4',
        'message.created 5/5',
      ],
      seq: 5,
      rev: 8,
      has_more: false,
    })
  })

  it('answers nothing new to a reader that is up to date, and the true position to one that claims to be further', async () => {
    const { channel } = await storied()
    for (const [seq, rev] of [
      [5, 8],
      [99, 99],
    ] as const)
      expect(await changes(channel, seq, rev)).toEqual({ events: [], seq: 5, rev: 8, has_more: false })
    expect(await changes(await scene.channel(), 0, 0)).toEqual({ events: [], seq: 0, rev: 0, has_more: false })
    expect(await changes(unknownId, 4, 4)).toEqual({ events: [], seq: 0, rev: 0, has_more: false })
  })

  it('takes the rev that the last known message was created with when none is given', async () => {
    const { channel } = await storied()
    expect(brief(await changes(channel, 5, null)).events).toEqual([
      'message.updated 1/6',
      'message.deleted 3/7',
      'message.updated 2/8',
    ])
    expect(brief(await changes(channel, 0, null)).events).toHaveLength(5)
  })

  it('names the same change by the same id, whoever asks and whenever', async () => {
    const { channel, posted } = await storied()
    const ids = async (seq: number, rev: number) => (await changes(channel, seq, rev)).events.map(({ id }) => id)
    expect(await ids(5, 5)).toEqual(await ids(5, 5))
    expect(new Set([...(await ids(0, 0)), ...(await ids(5, 5))]).size).toBe(5 + 3 - 1) // the deletion is in both
    expect((await ids(3, 8))[0]).toBe(posted[3]!.id)
  })

  it.each([1, 2, 3, 4, 5, 8])('brings a reader to the present however small its pages: %i', async (max) => {
    const { channel } = await storied()
    for (const start of [
      { seq: 0, rev: 0 },
      { seq: 2, rev: 2 },
      { seq: 4, rev: 6 },
      { seq: 5, rev: 5 },
    ]) {
      const known = new Map<number, unknown>()
      const created: number[] = []
      let position = start
      for (let pages = 0; ; pages++) {
        expect(pages).toBeLessThan(20)
        const page = await changes(channel, position.seq, position.rev, max)
        expect(page.events.length).toBeLessThanOrEqual(max)
        for (const { type, seq, data } of page.events) {
          if (type === 'message.created' || (type === 'message.deleted' && seq! > position.seq)) created.push(seq!)
          known.set(seq!, data)
        }
        expect(page.seq).toBeGreaterThanOrEqual(position.seq)
        position = { seq: page.seq, rev: page.rev }
        if (!page.has_more) break
        expect(page.events).toHaveLength(max)
      }
      expect(position).toEqual({ seq: 5, rev: 8 })
      expect(created).toEqual(Array.from({ length: 5 - start.seq }, (_, i) => start.seq + 1 + i))
      const all = await changes(channel, 0, 0)
      for (const { seq, rev, data } of all.events)
        if (seq! > start.seq || rev! > start.rev) expect(known.get(seq!)).toEqual(data)
        else expect(known.has(seq!)).toBe(false)
    }
  })

  it('is one snapshot: while messages are posted and changed, no answer skips or mixes', async () => {
    const channel = await scene.channel()
    const first = await scene.post(ada, channel, 'to be edited')
    let done = false
    const writing = (async () => {
      for (let round = 0; round < 8; round++)
        await Promise.all([scene.post(ada, channel), scene.post(bob, channel), scene.edit(first, `edit ${round}`)])
    })().finally(() => {
      done = true
    })
    let position = { seq: 0, rev: 0 }
    let content: unknown
    for (;;) {
      const last = done
      const page = await changes(channel, position.seq, position.rev, 3)
      for (const { type, seq, data } of page.events) {
        if (type === 'message.created') expect(seq).toBe(++position.seq)
        if (seq === 1) content = (data as Message).content
      }
      expect(page.seq).toBe(position.seq)
      position = { seq: page.seq, rev: page.rev }
      if (last && !page.has_more) break
    }
    await writing
    expect({ position, content }).toEqual({ position: { seq: 17, rev: 25 }, content: 'edit 7' })
  })
})
