import { roomOf } from '@parley/contracts/feed'
import type { Head } from '@parley/contracts/realtime'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import { LRUCache } from 'lru-cache'
import type { Db } from '../db.ts'
import { createBatcher } from './batch.ts'
import type { FeedRoom } from './feeds/registry.ts'
import type { FeedRef, FeedSource, SharedStart } from './feeds/source.ts'
import { effectOf } from './feeds/view-position.ts'
import { type FeedOptions, RoomFeed } from './room-feed.ts'

/** Feeds that are kept in order at once; of more, those whose last event is longest ago begin anew with their next. */
const maxFeeds = 10_000
const maxEarly = 256
const startsAtOnce = 500
/** A feed that begins delivers what was lost of it so long before. */
const lookBackMs = 60_000
/** Transactions that were open when readers came, or at the last look, may have committed since. */
const overlapMs = 15_000

const isIn = (feed: RoomFeed, rooms: readonly string[]): boolean => rooms.every((room) => feed.rooms.includes(room))

/**
 * Before all that has just come, of which readers have had no row. What is older than its readers by more is an old one,
 * published again.
 */
function beforeAll(come: readonly RoomMessage[], { seq, rev }: Head, since: number, { contractOf }: FeedOptions): Head {
  const recent = come.map(({ event }) => event).filter(({ at }) => Date.parse(at) >= since - overlapMs)
  const rows = recent.filter(({ type }) => effectOf(contractOf(type)) === 'add')
  return {
    seq: Math.min(seq, ...rows.map((row) => (row.seq ?? Number.POSITIVE_INFINITY) - 1)),
    rev: Math.min(rev, ...recent.map((event) => (event.rev ?? Number.POSITIVE_INFINITY) - 1)),
  }
}

interface Begun {
  feed: RoomFeed
  /** Milliseconds since 1970. */
  at: number
}

/**
 * The feeds of one kind that shares its rooms with others. There are too many to look after each: one begins with the first
 * event that comes, where it stood when its readers came or a minute ago, so that an event that was lost before is
 * delivered too. Rows have the time at which their transaction began, and what was committed after its readers came may be
 * older: it begins somewhat earlier, with rows that they may have read already. From then on it is as any other, unless it
 * goes to other rooms, such as a conversation that becomes another visitor's: then it goes on there from where it is.
 */
export function createSharedFeeds(options: {
  db: Db
  source: FeedSource & Required<Pick<FeedSource, 'shared'>>
  feedOptions: FeedOptions
  /** Since when a room is subscribed to; undefined where it is not. */
  openedAt: (room: string) => number | undefined
  rooms: () => Iterable<string>
  log: Log
}) {
  const { db, source, feedOptions, openedAt, rooms, log } = options
  const begun = new LRUCache<string, Begun>({ max: maxFeeds, dispose: ({ feed }) => feed.close() })
  /** By main room: what came while the feed begins. */
  const early = new Map<string, RoomMessage[]>()
  const startOf = createBatcher<FeedRef & { at: number }, SharedStart | undefined>(
    (refs) => source.shared.readStarts(db, refs),
    { size: startsAtOnce, parallel: 2 },
  )
  let lookedAt = Date.now()

  /** A feed whose readers have all gone meanwhile is none of those who came after. */
  function find(main: string): RoomFeed | undefined {
    const found = begun.get(main)
    if (!found || found.feed.rooms.some((room) => (openedAt(room) ?? Number.POSITIVE_INFINITY) <= found.at))
      return found?.feed
    begun.delete(main)
    return undefined
  }

  /** Since when somebody reads in the rooms, but a minute ago at most. */
  function readSince(readersRooms: Iterable<string>): number {
    const now = Date.now()
    let opened = now
    for (const room of readersRooms) opened = Math.min(opened, openedAt(room) ?? now)
    return Math.max(opened, now - lookBackMs)
  }

  /**
   * @param moved the same feed in the rooms that it was in before
   * @param firstOf what comes first, beside what has happened since `at`
   */
  async function begin(
    main: string,
    ref: FeedRef,
    at: number,
    moved?: RoomFeed,
    firstOf: (start: Head) => Head = (start) => start,
  ): Promise<RoomFeed | undefined> {
    const now = Date.now()
    const start = await startOf({ ...ref, at })
    if (!start) return undefined
    const meanwhile = begun.get(main)?.feed
    if (meanwhile && meanwhile !== moved && isIn(meanwhile, Object.values(start.rooms))) return meanwhile
    const feed = new RoomFeed(source.feed, ref, feedOptions, start.rooms)
    feed.begin(moved ?? firstOf(start))
    begun.set(main, { feed, at: now })
    return feed
  }

  async function beginWith(main: string, id: string, first: RoomMessage, moved?: RoomFeed): Promise<void> {
    const waiting = [first]
    early.set(main, waiting)
    try {
      const since = readSince(first.rooms)
      const ref = { workspaceId: first.event.workspace_id, id }
      const firstOf = (start: Head) => beforeAll(waiting, start, since, feedOptions)
      const feed = await begin(main, ref, since - overlapMs, moved, firstOf)
      for (const message of waiting) feed?.receive(message)
    } catch (error) {
      log.debug({ err: error, id }, 'a feed could not begin; it is looked for again')
    } finally {
      early.delete(main)
    }
  }

  return {
    /** Delivers a numbered event in its feed's order. */
    receive({ main, id }: FeedRoom, message: RoomMessage): void {
      const feed = find(main)
      const waiting = early.get(main)
      if (waiting) {
        if (waiting.length < maxEarly) waiting.push(message)
      } else if (feed && isIn(feed, message.rooms)) feed.receive(message)
      else void beginWith(main, id, message, feed)
    },

    /** The feed is gone. */
    drop: (main: string): void => void begun.delete(main),

    get size() {
      return begun.size
    },

    /** Looks for what was changed since the last time: of a lost last event nothing else is noticed. */
    async reconcile(): Promise<void> {
      const now = Date.now()
      for (const { seq, rev, rooms: readersRooms, ...ref } of await source.shared.readChanged(
        db,
        [...rooms()],
        lookedAt - overlapMs,
      )) {
        const main = roomOf(source.feed, ref.id)
        const [found, roomsNow] = [find(main), Object.values(readersRooms)]
        const isFound = found && isIn(found, roomsNow)
        // What was lost comes as what has become of it, so that nothing is made of beginning too early.
        const feed = isFound ? found : await begin(main, ref, readSince(roomsNow) - overlapMs, found)
        feed?.expect({ seq, rev })
      }
      lookedAt = now
    },

    close: (): void => begun.clear(),
  }
}

export type SharedFeeds = ReturnType<typeof createSharedFeeds>
