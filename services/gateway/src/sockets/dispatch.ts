import { channelCreated, channelDeleted, memberAdded, memberRemoved } from '@parley/contracts/channels/events'
import { rooms } from '@parley/contracts/event'
import { presence } from '@parley/contracts/sockets/events'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import { LRUCache } from 'lru-cache'
import type { Hub } from './hub.ts'
import type { SocketMetrics } from './metrics.ts'
import type { People } from './people.ts'
import type { SignForRoom } from './sign-for-room.ts'
import type { Person } from './socket.ts'

const rememberedEvents = 5_000
const rememberedMs = 5 * 60_000
const internalPrefix = 'internal.'
/** Events of a channel's settings and members, which are emitted in the order they came. */
const orderedPrefixes = ['channel.', 'member.']

const isPresent = (person: Person | undefined): person is Person => person !== undefined

/** Handles each message that arrives on a room's Redis channel. */
export function createDispatch({
  hub,
  signForRoom,
  people,
  metrics,
  log,
  onPresence,
  onJoined,
}: {
  hub: Hub
  signForRoom: SignForRoom
  people: People
  metrics: SocketMetrics
  log: Log
  onPresence: (message: RoomMessage) => void
  /** Someone with sockets here joined a channel, and their `member.added` was emitted. */
  onJoined: (person: Person, channelId: string, eventId: string) => void
}) {
  const seen = new LRUCache<string, true>({ max: rememberedEvents, ttl: rememberedMs })
  /** Membership events of a channel are emitted in the order they came, though some have to wait for PostgreSQL. */
  const queues = new Map<string, Promise<void>>()

  function receive(text: string): void {
    try {
      take(JSON.parse(text) as RoomMessage)
    } catch (error) {
      log.error({ err: error }, 'a room’s message could not be delivered')
    }
  }

  function take(message: RoomMessage): void {
    const { event, writtenAt } = message
    signForRoom(event, writtenAt)
    if (event.rev !== null && event.channel_id) {
      hub.feedOf(event.channel_id)?.receive(message)
      return
    }
    // It comes once for each of its rooms that we listen to, and again after a publisher's crash.
    if (seen.has(event.id)) {
      metrics.repeated.inc()
      return
    }
    seen.set(event.id, true)
    handle(message)
  }

  type ChannelHandler = (message: RoomMessage, channelId: string) => void

  /** The channel events that need more than to be emitted in turn. */
  const channelHandlers: Record<string, ChannelHandler> = {
    [channelCreated.type]: (message, channelId) => {
      const added = message.rooms.map(people.find).filter(isPresent)
      inTurn(channelId, () => admitMembers(message, channelId, added))
    },
    [channelDeleted.type]: (message, channelId) =>
      inTurn(channelId, () => {
        hub.emit(message)
        hub.closeRoom(channelId)
      }),
    [memberAdded.type]: (message, channelId) => {
      const added = [memberOf(message)].filter(isPresent)
      inTurn(channelId, async () => {
        await admitMembers(message, channelId, added)
        for (const person of added) onJoined(person, channelId, message.event.id)
      })
    },
    [memberRemoved.type]: (message, channelId) => {
      const removed = memberOf(message)
      if (removed) people.removeFromRoom(removed, channelId)
      inTurn(channelId, () => hub.emit(message))
    },
  }

  function handle(message: RoomMessage): void {
    const { type, channel_id: channelId } = message.event
    if (type.startsWith(internalPrefix)) {
      recheck(message)
      return
    }
    if (type === presence.type) onPresence(message)
    if (!channelId || !orderedPrefixes.some((prefix) => type.startsWith(prefix))) hub.emit(message)
    else if (channelHandlers[type]) channelHandlers[type](message, channelId)
    else inTurn(channelId, () => hub.emit(message))
  }

  const memberOf = ({ event }: RoomMessage): Person | undefined =>
    people.find(rooms.user(event.workspace_id, (event.data as { user_id: string }).user_id))

  /** New members join the room before, or in the same turn as, `member.added` is emitted. */
  async function admitMembers(message: RoomMessage, channelId: string, added: Person[]): Promise<void> {
    let isEmitted = false
    const emitOnce = () => {
      if (isEmitted) return
      isEmitted = true
      hub.emit(message)
    }
    for (const person of added) {
      person.pendingJoins ??= new Map()
      person.pendingJoins.set(channelId, emitOnce)
    }
    await Promise.all(added.map(people.refresh))
    for (const person of added) {
      if (person.pendingJoins?.get(channelId) === emitOnce) person.pendingJoins.delete(channelId)
      if (person.pendingJoins?.size === 0) person.pendingJoins = undefined
    }
    emitOnce()
  }

  function recheck({ rooms: concerned }: RoomMessage): void {
    for (const room of concerned) {
      const person = people.find(room)
      if (person) void people.refresh(person)
    }
  }

  function inTurn(channelId: string, work: () => void | Promise<void>): void {
    const before = queues.get(channelId)
    const done = before ? before.then(work) : work()
    if (!done) return
    const settled = done.catch((error) => log.error({ err: error }, 'an event could not be delivered'))
    queues.set(channelId, settled)
    void settled.then(() => {
      if (queues.get(channelId) === settled) queues.delete(channelId)
    })
  }

  return { receive }
}
