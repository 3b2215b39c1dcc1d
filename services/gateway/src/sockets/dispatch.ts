import { rooms } from '@parley/contracts/event'
import { channelCreated, channelDeleted, memberAdded, memberRemoved, presence } from '@parley/contracts/events'
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

  function handle(message: RoomMessage): void {
    const { event } = message
    const channelId = event.channel_id ?? undefined
    if (event.type.startsWith(internalPrefix)) recheck(message)
    else if (event.type === presence.type) {
      onPresence(message)
      hub.emit(message)
    } else if (!channelId || !/^(channel|member)\./.test(event.type)) hub.emit(message)
    else if (event.type === memberRemoved.type) {
      const removed = memberOf(message)
      if (removed) people.removeFromRoom(removed, channelId)
      inTurn(channelId, () => hub.emit(message))
    } else if (event.type === memberAdded.type || event.type === channelCreated.type) {
      const newcomers = event.type === memberAdded.type ? [memberOf(message)] : message.rooms.map(people.find)
      inTurn(channelId, async () => {
        const present = newcomers.filter((person) => person !== undefined)
        await admitNewcomers(message, channelId, present)
        if (event.type === memberAdded.type) for (const person of present) onJoined(person, channelId, event.id)
      })
    } else
      inTurn(channelId, () => {
        hub.emit(message)
        if (event.type === channelDeleted.type) hub.closeRoom(channelId)
      })
  }

  const memberOf = ({ event }: RoomMessage): Person | undefined =>
    people.find(rooms.user(event.workspace_id, (event.data as { user_id: string }).user_id))

  /** Newcomers join the room before, or in the same turn as, `member.added` is emitted. */
  async function admitNewcomers(message: RoomMessage, channelId: string, newcomers: Person[]): Promise<void> {
    let isEmitted = false
    const emitOnce = () => {
      if (isEmitted) return
      isEmitted = true
      hub.emit(message)
    }
    for (const person of newcomers) {
      person.pendingJoins ??= new Map()
      person.pendingJoins.set(channelId, emitOnce)
    }
    await Promise.all(newcomers.map(people.refresh))
    for (const person of newcomers) {
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
