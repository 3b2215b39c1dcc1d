import { defineEvent, type EventEnvelope } from '@parley/contracts/event'
import { defineFeed } from '@parley/contracts/feed'
import { createLog } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { type FeedOptions, RoomFeed } from '../../src/sockets/room-feed.ts'
import { createSharedFeeds } from '../../src/sockets/shared-feeds.ts'

const feed = defineFeed({
  name: 'ticket',
  plural: 'tickets',
  idField: 'conversation_id',
  prefix: 'cnv',
  dialect: 'desk',
  views: ['agent', 'visitor'],
})
const numbered = { audience: '', delivery: 'sequenced', feed, data: z.unknown() } as const
const contracts = new Map(
  [
    defineEvent({ ...numbered, type: 'said', effect: 'add', changedBy: 'changed' }),
    defineEvent({ ...numbered, type: 'changed', effect: 'change' }),
    defineEvent({ ...numbered, type: 'noted', effect: 'add', views: ['agent'] }),
  ].map((event) => [event.type as string, event]),
)

const event = (type: string, seq: number, rev = seq): EventEnvelope => ({
  id: `${seq}`,
  type,
  workspace_id: 'w',
  conversation_id: 'c',
  seq,
  rev,
  at: '',
  data: { id: `${seq}` },
})
const published = (...args: Parameters<typeof event>): RoomMessage => ({
  rooms: ['ticket:c'],
  event: event(...args),
  trace: null,
})

/** A feed from its beginning, whose rows PostgreSQL has by `stored`, and what each room was sent. */
function open(stored: EventEnvelope[] = [], head = { seq: stored.at(-1)?.seq ?? 0, rev: stored.at(-1)?.rev ?? 0 }) {
  const emitted: RoomMessage[] = []
  const readChanges = vi.fn(async (_feed: unknown, view: string, from: { seq: number }) => ({
    events: stored.filter(({ seq, type }) => seq! > from.seq && (view === 'agent' || type !== 'noted')),
    ...{ ...head, bytes: 0, hasMore: false, changed: [], isReset: false, readAt: 0 },
  }))
  const feedOptions: FeedOptions = {
    emit: (message) => emitted.push(message),
    contractOf: (type) => contracts.get(type),
    readChanges,
    gapDelayMs: 20,
    log: createLog('test', { LOG_LEVEL: 'silent' }),
    count: { filled: () => {}, repeated: () => {} },
  }
  const room = new RoomFeed(feed, { workspaceId: 'w', id: 'c' }, feedOptions)
  room.begin({ seq: 0, rev: 0 })
  const sentTo = (view: string) =>
    emitted
      .filter(({ rooms }) => rooms.includes(view === 'agent' ? 'ticket:c' : `ticket:c:${view}`))
      .map(({ event: { type, seq, skips } }) => [type, seq, ...(skips ? [skips.from, skips.to] : [])])
  return { room, emitted, sentTo, readChanges, feedOptions }
}

describe('a feed with views', () => {
  it('emits once what both views see, and to each view what it sees', () => {
    const { room, emitted, sentTo, readChanges } = open()
    for (const message of [published('said', 1), published('noted', 2), published('said', 3), published('said', 4)])
      room.receive(message)
    expect(sentTo('agent')).toEqual([
      ['said', 1],
      ['noted', 2],
      ['said', 3],
      ['said', 4],
    ])
    expect(sentTo('visitor')).toEqual([
      ['said', 1],
      ['said', 3, 2, 2],
      ['said', 4],
    ])
    expect(emitted.map(({ rooms }) => rooms.length)).toEqual([2, 1, 1, 1, 2])
    expect(readChanges).not.toHaveBeenCalled()
  })

  it('keeps an event that no contract declares to its first view', () => {
    const { room, sentTo } = open()
    room.receive(published('from a newer release', 1))
    expect(sentTo('agent')).toHaveLength(1)
    expect(sentTo('visitor')).toEqual([])
  })

  it('reads what is missing once for all views', async () => {
    const { room, sentTo, readChanges } = open([event('said', 1), event('noted', 2), event('said', 3)])
    room.receive(published('said', 3))
    await vi.waitFor(() => expect(sentTo('agent')).toHaveLength(3))
    expect(sentTo('visitor')).toEqual([
      ['said', 1],
      ['said', 3, 2, 2],
    ])
    expect(readChanges.mock.calls.map(([, view]) => view)).toEqual(['agent'])
  })

  it('admits people with what their view has missed', async () => {
    const { room } = open([event('said', 1), event('noted', 2), event('said', 3)])
    for (const message of [published('said', 1), published('noted', 2), published('said', 3)]) room.receive(message)
    const enter = vi.fn()
    await room.admit('ticket:c:visitor', 1, enter)
    expect(enter).toHaveBeenCalledExactlyOnceWith([{ ...event('said', 3), skips: { from: 2, to: 2 } }], ['ticket:c'])
  })

  it('admits nobody while it reads what is missing, however often', async () => {
    const stored = [event('said', 1)]
    const { room, sentTo, readChanges } = open(stored)
    const pages = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const read = readChanges.getMockImplementation()!
    for (const { promise } of pages)
      readChanges.mockImplementationOnce(async (...asked) => {
        await promise
        return { ...(await read(...asked)), seq: stored.length, rev: stored.length }
      })
    const first = room.catchUp({ seq: 1, rev: 1 })
    await vi.waitFor(() => expect(readChanges).toHaveBeenCalledOnce())
    const second = room.catchUp({ seq: 3, rev: 3 })
    const enter = vi.fn()
    const admitted = room.admit('ticket:c', 0, enter)
    pages[0]!.resolve()
    await vi.waitFor(() => expect(sentTo('agent')).toHaveLength(1))
    stored.push(event('said', 2), event('said', 3))
    await vi.waitFor(() => expect(readChanges).toHaveBeenCalledTimes(2))
    expect(enter).not.toHaveBeenCalled()
    pages[1]!.resolve()
    await Promise.all([first, second, admitted])
    expect(sentTo('agent')).toHaveLength(3)
  })
})

describe('rows that are in nobody’s view', () => {
  it('are passed over: what comes next is no gap, a change of one of them neither', async () => {
    const { room, sentTo } = open([event('said', 100)], { seq: 100, rev: 100 })
    room.receive(published('said', 100))
    await vi.waitFor(() => expect(sentTo('agent')).toEqual([['said', 100, 1, 99]]))
    room.receive(published('changed', 50, 101))
    room.receive(published('said', 101, 102))
    expect(sentTo('visitor')).toEqual([
      ['said', 100, 1, 99],
      ['changed', 50],
      ['said', 101],
    ])
  })

  it('lead to the feed’s end where nothing else is missing, and drop nothing that waits behind', async () => {
    const { room, sentTo, readChanges } = open([], { seq: 99, rev: 99 })
    readChanges.mockImplementationOnce(async () => {
      // Before the next look at what is missing.
      setImmediate(() => room.receive(published('changed', 60, 100)))
      return { ...{ events: [], seq: 99, rev: 99, bytes: 0 }, hasMore: false, changed: [], isReset: false, readAt: 0 }
    })
    room.receive(published('changed', 50, 101))
    await vi.waitFor(() => expect(sentTo('agent').map(([, seq]) => seq)).toEqual([60, 50]))
    expect(sentTo('agent')[0]).toEqual(['changed', 60, 1, 60])
  })
})

describe('a feed that shares its rooms', () => {
  it('begins before rows whose transactions may have been open when its readers came', async () => {
    const openedAt = Date.now()
    // The second was begun before its reader came, committed afterwards, and its event was lost.
    const begunAt = [openedAt - 60_000, openedAt - 100, openedAt + 100]
    const { sentTo, feedOptions } = open([event('said', 1), event('said', 2), event('said', 3)])
    const feeds = createSharedFeeds({
      db: {} as never,
      source: {
        feed,
        events: [],
        memberships: {},
        readHeads: async () => [],
        readReadable: async () => new Map(),
        readChanges: async () => Promise.reject(new Error('is read by the feed’s options')),
        shared: {
          readStarts: async (_db, refs) =>
            refs.map(({ at }) => {
              const before = begunAt.filter((time) => time < at).length
              return { seq: before, rev: before, rooms: { agent: 'ticket:c', visitor: 'ticket:c:visitor' } }
            }),
          readChanged: async () => [],
        },
      },
      feedOptions,
      openedAt: () => openedAt,
      rooms: () => [],
      log: feedOptions.log,
    })
    const third = { ...published('said', 3), rooms: ['ticket:c', 'ticket:c:visitor'] }
    third.event.at = new Date(begunAt[2]!).toISOString()
    feeds.receive({ main: 'ticket:c', id: 'c' } as never, third)
    await vi.waitFor(() => expect(sentTo('agent').map(([, seq]) => seq)).toEqual([2, 3]))
    feeds.close()
  })
})
