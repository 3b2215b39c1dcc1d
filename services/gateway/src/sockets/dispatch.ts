import { type EventContract, rooms } from '@parley/contracts/event'
import { presence } from '@parley/contracts/sockets/events'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import { LRUCache } from 'lru-cache'
import type { FeedRegistry } from './feeds/registry.ts'
import type { Hub } from './hub.ts'
import type { SocketMetrics } from './metrics.ts'
import type { People } from './people.ts'
import type { SignForRoom } from './sign-for-room.ts'
import type { Person } from './socket.ts'

const rememberedEvents = 5_000
const rememberedMs = 5 * 60_000
const internalPrefix = 'internal.'

type Membership = NonNullable<Extract<EventContract, { delivery: 'transient' }>['membership']>

const isPresent = (person: Person | undefined): person is Person => person !== undefined

/** Handles each message that arrives on a room's Redis channel. */
export function createDispatch({
  hub,
  registry,
  signForRoom,
  people,
  metrics,
  log,
  onPresence,
  onJoined,
}: {
  hub: Hub
  registry: FeedRegistry
  signForRoom: SignForRoom
  people: People
  metrics: SocketMetrics
  log: Log
  onPresence: (message: RoomMessage) => void
  /** Someone with sockets here joined a feed, and the event that says so was emitted. */
  onJoined: (person: Person, feedId: string, eventId: string) => void
}) {
  const seen = new LRUCache<string, true>({ max: rememberedEvents, ttl: rememberedMs })
  /** A feed's transient events are emitted in the order they came, though some have to wait for PostgreSQL. */
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
    const main = registry.roomOf(event)
    if (event.rev !== null && main) {
      hub.receive(main, message)
      return
    }
    // It comes once for each of its rooms that we listen to, and again after a publisher's crash.
    if (seen.has(event.id)) {
      metrics.repeated.inc()
      return
    }
    seen.set(event.id, true)
    handle(message, main)
  }

  /** What is done about an event that says who is in a feed's rooms, beside emitting it. */
  const membershipHandlers: Record<Membership, (message: RoomMessage, main: string) => void> = {
    open: (message, main) => {
      const added = message.rooms.map(people.find).filter(isPresent)
      inTurn(main, () => admitMembers(message, main, added))
    },
    join: (message, main) => {
      const added = [memberOf(message)].filter(isPresent)
      inTurn(main, async () => {
        await admitMembers(message, main, added)
        for (const person of added) onJoined(person, registry.parse(main)!.id, message.event.id)
      })
    },
    leave: (message, main) => {
      const removed = memberOf(message)
      if (removed) people.removeFromRoom(removed, main)
      inTurn(main, () => emit(message, main))
    },
    review: (message, main) =>
      inTurn(main, async () => {
        // Whoever connects from now on starts after what was imported; whoever has connected before receives this.
        await hub.catchUp(main).catch((error) => log.debug({ err: error }, 'a feed could not be read; retrying'))
        // Of what has become private they receive nothing, not even that it has.
        await people.reviewWatchers(main)
        emit(message, main)
      }),
    close: (message, main) =>
      inTurn(main, () => {
        emit(message, main)
        hub.closeFeed(main)
      }),
  }

  function handle(message: RoomMessage, main: string | undefined): void {
    const { type } = message.event
    if (type.startsWith(internalPrefix)) {
      recheck(message)
      return
    }
    if (type === presence.type) onPresence(message)
    const contract = registry.contractOf(type)
    if (!main || contract?.delivery !== 'transient') hub.emit(message)
    else if (contract.membership) membershipHandlers[contract.membership](message, main)
    else inTurn(main, () => emit(message, main))
  }

  /** Emits a transient event of a feed: whom its main room is addressed for, it reaches in every view that sees it. */
  function emit(message: RoomMessage, main: string): void {
    const feed = hub.feedOf(main)
    const contract = registry.contractOf(message.event.type)
    if (!feed || !message.rooms.includes(main)) hub.emit(message)
    else hub.emit({ ...message, rooms: [...message.rooms.filter((room) => room !== main), ...feed.roomsFor(contract)] })
  }

  const memberOf = ({ event }: RoomMessage): Person | undefined =>
    people.find(rooms.user(event.workspace_id, (event.data as { user_id: string }).user_id))

  /** New members join the room before, or in the same turn as, `member.added` is emitted. */
  async function admitMembers(message: RoomMessage, main: string, added: Person[]): Promise<void> {
    let isEmitted = false
    const emitOnce = () => {
      if (isEmitted) return
      isEmitted = true
      emit(message, main)
    }
    for (const person of added) {
      person.pendingJoins ??= new Map()
      person.pendingJoins.set(main, emitOnce)
    }
    await Promise.all(added.map(people.refresh))
    for (const person of added) {
      if (person.pendingJoins?.get(main) === emitOnce) person.pendingJoins.delete(main)
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

  function inTurn(main: string, work: () => void | Promise<void>): void {
    const before = queues.get(main)
    const done = before ? before.then(work) : work()
    if (!done) return
    const settled = done.catch((error) => log.error({ err: error }, 'an event could not be delivered'))
    queues.set(main, settled)
    void settled.then(() => {
      if (queues.get(main) === settled) queues.delete(main)
    })
  }

  return { receive }
}
