import { rooms } from '@parley/contracts/event'
import { maxPageBytes } from '@parley/contracts/messages/message'
import type { Head } from '@parley/contracts/realtime'
import { presence, typing } from '@parley/contracts/sockets/events'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import type { Db } from '../db.ts'
import { createBatcher } from './batch.ts'
import type { Intervals } from './config.ts'
import { fanOut } from './fan-out.ts'
import type { SocketMetrics } from './metrics.ts'
import { type FeedOptions, RoomFeed } from './room-feed.ts'
import type { SignForRoom } from './sign-for-room.ts'
import type { SocketServer } from './socket.ts'
import { type ChannelRef, readChanges, readHeads } from './store/changes.ts'
import type { Subscriptions } from './subscriptions.ts'

const channelRoomPrefix = rooms.channel('')
const headsAtOnce = 1_000

/** Events that the person they are about does not receive. */
const hiddenFromSubject = new Set<string>([typing.type, presence.type])

/** The rooms that this gateway subscribes to, and how events reach the sockets in them. */
export function createHub(options: {
  io: SocketServer
  db: Db
  signForRoom: SignForRoom
  subscriptions: Subscriptions
  metrics: SocketMetrics
  intervals: Intervals
  log: Log
}) {
  const { io, db, signForRoom, subscriptions, metrics, intervals, log } = options
  const feeds = new Map<string, RoomFeed>()
  const starting = new Map<string, Promise<void>>()
  /** Rooms without sockets at the last `collect`. */
  let idle = new Set<string>()
  const headOf = createBatcher<ChannelRef, Head>((channels) => readHeads(db, channels), {
    size: headsAtOnce,
    parallel: 2,
  })
  const local = io.of('/').adapter.rooms

  const feedOptions: FeedOptions = {
    emit,
    readChanges: (channel, position, events) =>
      readChanges(db, signForRoom, channel, position, { events, bytes: maxPageBytes }),
    gapDelayMs: intervals.gapDelay,
    log,
    count: { filled: (events) => metrics.filled.inc(events), repeated: () => metrics.repeated.inc() },
  }

  /** Emits an event to every socket in any of its rooms, once each. */
  function emit({ rooms: addressed, event }: RoomMessage): void {
    const about = hiddenFromSubject.has(event.type) ? (event.data as { user_id: string }).user_id : undefined
    const count = fanOut(io, addressed, event, about && rooms.user(event.workspace_id, about))
    metrics.events.inc({ type: event.type })
    metrics.deliveries.inc(count)
    if (event.rev !== null) metrics.lag.observe(Math.max(0, Date.now() - Date.parse(event.at)) / 1_000)
  }

  /** The head is read once the room is subscribed to: no event after it can be missed. */
  function start(channel: ChannelRef): Promise<void> {
    const { channelId } = channel
    let begun = starting.get(channelId)
    if (!begun) {
      const feed = new RoomFeed(channel, feedOptions)
      feeds.set(channelId, feed)
      begun = begin(feed).finally(() => starting.delete(channelId))
      starting.set(channelId, begun)
    }
    return begun
  }

  async function begin(feed: RoomFeed): Promise<void> {
    try {
      await subscriptions.ensure([feed.room])
      feed.begin(await headOf(feed.channel))
    } catch (error) {
      drop(feed)
      throw error
    }
  }

  function drop(feed: RoomFeed): void {
    feed.close()
    const { channelId } = feed.channel
    if (feeds.get(channelId) === feed) feeds.delete(channelId)
  }

  return {
    emit,
    feedOf: (channelId: string): RoomFeed | undefined => feeds.get(channelId),
    get feeds() {
      return feeds.size
    },

    /** Interns room names to save memory: all sockets of a room share one string. */
    nameOf: (room: string): string => feeds.get(room.slice(channelRoomPrefix.length))?.room ?? room,

    /**
     * Resolves when every later event of these rooms of a workspace reaches the sockets that join them now.
     *
     * @throws when PostgreSQL is unavailable
     */
    async open(workspaceId: string, wanted: readonly string[]): Promise<void> {
      const opening: Promise<void>[] = []
      const plain: string[] = []
      for (const room of wanted) {
        idle.delete(room)
        if (!room.startsWith(channelRoomPrefix)) plain.push(room)
        else {
          const channelId = room.slice(channelRoomPrefix.length)
          if (!feeds.has(channelId) || starting.has(channelId)) opening.push(start({ workspaceId, channelId }))
        }
      }
      if (plain.length > 0) opening.push(subscriptions.ensure(plain))
      await Promise.all(opening)
    },

    /** Compares every room’s position with PostgreSQL: a lost last event leaves no gap by which it would be noticed. */
    async reconcile(): Promise<void> {
      const all = [...feeds.values()]
      for (let i = 0; i < all.length; i += headsAtOnce) {
        const some = all.slice(i, i + headsAtOnce)
        const heads = await readHeads(
          db,
          some.map(({ channel }) => channel),
        )
        for (const [index, feed] of some.entries()) feed.expect(heads[index]!)
      }
    },

    /** Unsubscribes from rooms that had no sockets since the last call, unless they are still needed. */
    collect(isNeeded: (room: string) => boolean): void {
      const stillIdle = idle
      idle = new Set()
      for (const room of subscriptions.rooms()) {
        if (local.has(room) || isNeeded(room)) continue
        if (!stillIdle.has(room)) {
          idle.add(room)
          continue
        }
        subscriptions.release(room)
        const feed = room.startsWith(channelRoomPrefix) && feeds.get(room.slice(channelRoomPrefix.length))
        if (feed) drop(feed)
      }
    },

    /** Empties the room of a deleted channel. */
    closeRoom(channelId: string): void {
      io.in(rooms.channel(channelId)).socketsLeave(rooms.channel(channelId))
    },

    close(): void {
      for (const feed of feeds.values()) feed.close()
      feeds.clear()
    },
  }
}

export type Hub = ReturnType<typeof createHub>
