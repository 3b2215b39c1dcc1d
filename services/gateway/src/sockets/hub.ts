import { conversationViewing } from '@parley/contracts/desk/events'
import { rooms } from '@parley/contracts/event'
import { feedIdOf } from '@parley/contracts/feed'
import { maxPageBytes } from '@parley/contracts/messages/message'
import type { Head } from '@parley/contracts/realtime'
import { presence, typing } from '@parley/contracts/sockets/events'
import { decodeId } from '@parley/contracts/type-id'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import type { Db } from '../db.ts'
import { createBatcher } from './batch.ts'
import type { Intervals } from './config.ts'
import { fanOut } from './fan-out.ts'
import type { FeedRegistry, FeedRoom } from './feeds/registry.ts'
import type { FeedRef, FeedSource } from './feeds/source.ts'
import type { SocketMetrics } from './metrics.ts'
import { type FeedOptions, RoomFeed } from './room-feed.ts'
import { createSharedFeeds } from './shared-feeds.ts'
import type { SignForRoom } from './sign-for-room.ts'
import type { AnySocket, ClientSocket, SocketServer } from './socket.ts'
import type { Subscriptions } from './subscriptions.ts'

const headsAtOnce = 1_000

/** Events that the person they are about does not receive. */
const hiddenFromSubject = new Set<string>([typing.type, presence.type, conversationViewing.type])

/** The room of the person or visitor whom an event is about. */
function subjectOf({ workspace_id: workspaceId, data }: RoomMessage['event']): string | undefined {
  type About = { user_id?: string; senderId?: string; viewer?: { id: string } }
  const { user_id: userId, senderId, viewer } = data as About
  const person = userId ?? decodeId(viewer?.id ?? senderId ?? '', ['usr'])
  const visitor = senderId?.startsWith('vis_') ? decodeId(senderId, ['vis']) : undefined
  if (visitor !== undefined) return rooms.visitor(workspaceId, visitor)
  return person === undefined ? undefined : rooms.user(workspaceId, person)
}

/** The rooms that this gateway subscribes to, and how events reach the sockets in them. */
export function createHub(options: {
  io: SocketServer
  db: Db
  registry: FeedRegistry
  signForRoom: SignForRoom
  subscriptions: Subscriptions
  metrics: SocketMetrics
  intervals: Intervals
  log: Log
}) {
  const { io, db, registry, signForRoom, subscriptions, metrics, intervals, log } = options
  /** By main room. */
  const feeds = new Map<string, RoomFeed>()
  const starting = new Map<string, Promise<void>>()
  /** Since when rooms are subscribed to that are no feed's; milliseconds since 1970. */
  const openedAt = new Map<string, number>()
  /** Rooms without sockets at the last `collect`. */
  let idle = new Set<string>()
  const kinds = new Map(registry.sources.map((source) => [source, kindOf(source)]))
  const local = io.of('/').adapter.rooms

  /** What the feeds of a kind share. */
  function kindOf(source: FeedSource) {
    const feedOptions: FeedOptions = {
      emit,
      contractOf: registry.contractOf,
      async readChanges(feed, view, position, events) {
        const page = await source.readChanges(db, feed, position, { view, events, bytes: maxPageBytes, resets: false })
        for (const event of page.events) signForRoom(event, page.readAt)
        return page
      },
      gapDelayMs: intervals.gapDelay,
      log,
      count: { filled: (events) => metrics.filled.inc(events), repeated: () => metrics.repeated.inc() },
    }
    const headOf = createBatcher<FeedRef, Head>((refs) => source.readHeads(db, refs), {
      size: headsAtOnce,
      parallel: 2,
    })
    const shared =
      source.shared &&
      createSharedFeeds({
        ...{ db, feedOptions, log, rooms: subscriptions.rooms },
        source: { ...source, shared: source.shared },
        openedAt: (room) => openedAt.get(room),
      })
    return { feedOptions, headOf, shared }
  }

  /** Emits an event to every socket in any of its rooms, once each. */
  function emit({ rooms: addressed, event }: RoomMessage): void {
    const count = fanOut(io, addressed, event, hiddenFromSubject.has(event.type) ? subjectOf(event) : undefined)
    metrics.events.inc({ type: event.type })
    metrics.deliveries.inc(count)
    if (event.rev !== null) metrics.lag.observe(Math.max(0, Date.now() - Date.parse(event.at)) / 1_000)
  }

  /** The head is read once the room is subscribed to: no event after it can be missed. */
  function start(workspaceId: string, { source, id, main }: FeedRoom): Promise<void> {
    let begun = starting.get(main)
    if (!begun) {
      const { feedOptions, headOf } = kinds.get(source)!
      const feed = new RoomFeed(source.feed, { workspaceId, id }, feedOptions)
      feeds.set(main, feed)
      begun = begin(main, feed, headOf).finally(() => starting.delete(main))
      starting.set(main, begun)
    }
    return begun
  }

  async function begin(main: string, feed: RoomFeed, headOf: (feed: FeedRef) => Promise<Head>): Promise<void> {
    try {
      await subscriptions.ensure([main])
      feed.begin(await headOf(feed.ref))
    } catch (error) {
      drop(main, feed)
      throw error
    }
  }

  async function openPlain(wanted: readonly string[]): Promise<void> {
    await subscriptions.ensure(wanted)
    const now = Date.now()
    for (const room of wanted) if (!openedAt.has(room)) openedAt.set(room, now)
  }

  function drop(main: string, feed: RoomFeed): void {
    feed.close()
    if (feeds.get(main) === feed) feeds.delete(main)
  }

  const feedOf = (room: string): RoomFeed | undefined => feeds.get(room) ?? feeds.get(registry.parse(room)?.main ?? '')

  return {
    emit,
    /** The feed of a room, whatever its view. */
    feedOf,
    get feeds() {
      return feeds.size + [...kinds.values()].reduce((sum, { shared }) => sum + (shared?.size ?? 0), 0)
    },

    /** Delivers a numbered event, if anybody here receives its feed. */
    receive(main: string, message: RoomMessage): void {
      const found = registry.parse(main)!
      const { shared } = kinds.get(found.source)!
      if (shared) shared.receive(found, message)
      else feeds.get(main)?.receive(message)
    },

    /** Interns room names to save memory: all sockets of a room share one string. */
    nameOf: (room: string): string => feedOf(room)?.rooms.find((name) => name === room) ?? room,

    /** The feeds that a socket receives, by kind and id, with their positions. */
    positionsOf(socket: ClientSocket): Record<string, Record<string, Head>> {
      const positions = Object.fromEntries(
        registry.sources.map(({ feed }) => [feed.plural, {} as Record<string, Head>]),
      )
      for (const room of socket.rooms) {
        const found = registry.parse(room)
        const feed = found && feeds.get(found.main)
        if (!feed) continue
        const { seq, rev } = feed
        positions[found.source.feed.plural]![feedIdOf(found.source.feed, found.id)] = { seq, rev }
      }
      return positions
    },

    /**
     * Resolves when every later event of these rooms of a workspace reaches the sockets that join them now.
     *
     * @throws when PostgreSQL is unavailable
     */
    async open(workspaceId: string, wanted: readonly string[]): Promise<void> {
      const opening: Promise<void>[] = []
      const plain: string[] = []
      for (const room of wanted) {
        const found = registry.parse(room)
        idle.delete(found?.main ?? room)
        if (!found) plain.push(room)
        else if (!feeds.has(found.main) || starting.has(found.main)) opening.push(start(workspaceId, found))
      }
      if (plain.length > 0) opening.push(openPlain(plain))
      await Promise.all(opening)
    },

    /** Brings a feed to where PostgreSQL is, at once; it may have passed over rows that nobody is sent. */
    async catchUp(main: string): Promise<void> {
      const feed = feeds.get(main)
      if (feed) await feed.catchUp(await kinds.get(registry.parse(main)!.source)!.headOf(feed.ref))
    },

    /** Compares every room’s position with PostgreSQL: a lost last event leaves no gap by which it would be noticed. */
    async reconcile(): Promise<void> {
      for (const { shared } of kinds.values()) await shared?.reconcile()
      const bySource = Map.groupBy(feeds.entries(), ([main]) => registry.parse(main)!.source)
      for (const [source, entries] of bySource)
        for (let i = 0; i < entries.length; i += headsAtOnce) {
          const some = entries.slice(i, i + headsAtOnce).map(([, feed]) => feed)
          const heads = await source.readHeads(
            db,
            some.map(({ ref }) => ref),
          )
          for (const [index, feed] of some.entries()) feed.expect(heads[index]!)
        }
    },

    /** Unsubscribes from rooms that had no sockets since the last call, unless they are still needed. */
    collect(isNeeded: (room: string) => boolean): void {
      const stillIdle = idle
      idle = new Set()
      for (const room of subscriptions.rooms()) {
        const feed = feeds.get(room)
        if ((feed?.rooms ?? [room]).some((name) => local.has(name)) || isNeeded(room)) continue
        if (!stillIdle.has(room)) {
          idle.add(room)
          continue
        }
        subscriptions.release(room)
        openedAt.delete(room)
        if (feed) drop(room, feed)
      }
    },

    /** The sockets that receive a feed, in whatever view. */
    *socketsIn(main: string): Generator<AnySocket> {
      const { sockets } = io.of('/')
      for (const room of feeds.get(main)?.rooms ?? [])
        for (const id of local.get(room) ?? []) {
          const socket = sockets.get(id)
          if (socket) yield socket
        }
    },

    /** Empties the rooms of a feed that is gone. */
    closeFeed(main: string): void {
      kinds.get(registry.parse(main)!.source)!.shared?.drop(main)
      for (const room of feeds.get(main)?.rooms ?? []) io.in(room).socketsLeave(room)
    },

    close(): void {
      for (const { shared } of kinds.values()) shared?.close()
      for (const feed of feeds.values()) feed.close()
      feeds.clear()
    },
  }
}

export type Hub = ReturnType<typeof createHub>
