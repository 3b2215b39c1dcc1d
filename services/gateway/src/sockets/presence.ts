import { randomUUID } from 'node:crypto'
import { rooms } from '@parley/contracts/event'
import type { PresenceStatus } from '@parley/contracts/realtime'
import { presence as presenceEvent } from '@parley/contracts/sockets/events'
import { derivedId } from '@parley/kit/derived-id'
import type { Gate } from '@parley/kit/gate'
import type { Log } from '@parley/kit/log'
import type { Loops } from '@parley/kit/loops'
import type { RoomMessage } from '@parley/kit/outbox'
import { createPresenceStore, presenceName as nameOf } from '@parley/kit/presence'
import type { Redis } from '@parley/kit/redis'
import { transientMessage } from '@parley/kit/transient-events'
import type { Db } from '../db.ts'
import { createBatcher } from './batch.ts'
import type { Intervals } from './config.ts'
import type { ClientSocket, Person } from './socket.ts'
import { readCoMembers, readOtherMembers, readPresenceChannels } from './store/co-members.ts'

/** How many people's presence a new socket is sent. */
const maxCoMembers = 1_000
/** People registered at once when Redis has lost its data. */
const chunkSize = 50

interface PersonId {
  workspaceId: string
  userId: string
}

function personOf(name: string): PersonId {
  const [workspaceId, userId] = name.split('/') as [string, string]
  return { workspaceId, userId }
}

/** The event of somebody's status, for these rooms. */
const presenceOf = (
  { workspaceId, userId }: PersonId,
  status: string,
  { rooms = [], id }: { rooms?: string[]; id?: string } = {},
): RoomMessage => {
  const data = { user_id: userId, status: status as PresenceStatus }
  return transientMessage({ event: presenceEvent, workspaceId, rooms, data }, id)
}

/** One id for what several gateways publish about the same `member.added`: it is emitted once. */
const mutualEventId = (joining: string): string => derivedId(`meeting ${joining}`)

interface Entry {
  person: Person
  /** Marks them offline after the grace, once their last socket here is closed. */
  leaving: NodeJS.Timeout | undefined
  /** Whether Redis has them as connected here. */
  isRegistered: boolean
}

/**
 * Who is online: a person with a socket on any gateway, until a grace after their last one closes. It is published to
 * the people who share a channel with them.
 */
export function createPresence(options: {
  redis: Redis
  prefix: string
  db: Db
  /** Bounds the reads that each new socket and member causes. */
  reads: Gate
  graceMs: number
  intervals: Intervals
  every: Loops['every']
  publish: (message: RoomMessage, via: string[]) => void
  log: Log
}) {
  const { redis, prefix, db, reads, graceMs, intervals, every, publish, log } = options
  const store = createPresenceStore(redis, prefix, randomUUID())
  const channelsOf = createBatcher((people: PersonId[]) => readPresenceChannels(db, people), {
    size: 500,
    parallel: 1,
  })
  /** Everyone with sockets here, or within the grace after the last, by their room. */
  const here = new Map<string, Entry>()
  /** New sockets that are about to be sent who is online, and whose presence they received meanwhile. */
  const listening = new Set<{ workspaceId: string; received: Set<string> }>()
  /** Statuses that could not be published because PostgreSQL was unavailable; the latest of each person. */
  const unpublished = new Map<string, string>()
  let isClosed = false

  const logUnavailable = (error: unknown) => log.debug({ err: error }, 'presence waits for Redis')

  async function publishStatus(person: PersonId, status: string): Promise<void> {
    const name = nameOf(person)
    unpublished.delete(name)
    const channels = await channelsOf(person).catch((error) => {
      // Only what failed is published with the next heartbeat: nothing may be published twice.
      unpublished.set(name, status)
      throw error
    })
    const channelRooms = channels.map(rooms.channel)
    if (channelRooms.length === 0) return
    // Through the workspace's room, which every gateway with anyone of it subscribes to: one publish for all of these.
    publish(presenceOf(person, status, { rooms: channelRooms }), [rooms.workspace(person.workspaceId)])
  }

  /** Registers someone in Redis; retried with the next heartbeat while Redis is unavailable. */
  async function register(room: string): Promise<void> {
    const entry = here.get(room)
    if (!entry || entry.leaving) return
    const { isNew, status } = await store.enter(nameOf(entry.person), intervals.presenceLife)
    entry.isRegistered = true
    if (isNew) await publishStatus(entry.person, status)
  }

  async function markOffline(room: string): Promise<void> {
    const entry = here.get(room)
    if (!entry?.leaving || isClosed) return
    entry.isRegistered = false
    try {
      const isGone = await store.leave(nameOf(entry.person))
      if (here.get(room) === entry) here.delete(room)
      if (isGone) await publishStatus(entry.person, 'offline')
    } catch (error) {
      logUnavailable(error)
      if (here.get(room) === entry)
        entry.leaving = setTimeout(() => void markOffline(room), intervals.presenceHeartbeat)
    }
  }

  async function sendHeartbeat(): Promise<void> {
    if (isClosed) return
    if (!(await store.heartbeat(intervals.presenceLife))) for (const entry of here.values()) entry.isRegistered = false
    const unregistered = [...here].filter(([, entry]) => !entry.isRegistered).map(([room]) => room)
    for (let i = 0; i < unregistered.length && !isClosed; i += chunkSize)
      await Promise.all(unregistered.slice(i, i + chunkSize).map(register))
    for (const [name, status] of unpublished) await publishStatus(personOf(name), status)
    await Promise.all((await store.sweep()).map((name) => publishStatus(personOf(name), 'offline')))
  }

  return {
    /** Someone's first socket here is open. */
    enter(person: Person): void {
      const known = here.get(person.room)
      clearTimeout(known?.leaving)
      here.set(person.room, { person, leaving: undefined, isRegistered: known?.isRegistered ?? false })
      if (!known?.isRegistered) register(person.room).catch(logUnavailable)
    },

    /** Someone's last socket here is closed. */
    leave(person: Person): void {
      const entry = here.get(person.room)
      if (!entry || entry.leaving || isClosed) return
      entry.leaving = setTimeout(() => void markOffline(person.room), graceMs)
    },

    async set(person: Person, status: PresenceStatus): Promise<void> {
      await store.setStatus(nameOf(person), status)
      await publishStatus(person, status)
    },

    /** Sends a new socket the presence of everyone online who shares a channel; one event each. */
    async sendInitial(socket: ClientSocket): Promise<void> {
      const { person } = socket.data
      const listener = { workspaceId: person.workspaceId, received: new Set<string>() }
      listening.add(listener)
      try {
        const coMembers = await reads.pass(holdersOf(person), () => readCoMembers(db, person, maxCoMembers))
        if (coMembers.length === 0) return
        const statuses = await store.statusesOf(coMembers.map((userId) => nameOf({ ...person, userId })))
        for (const [index, userId] of coMembers.entries()) {
          if (!statuses[index] || listener.received.has(userId)) continue
          const { event } = presenceOf({ ...person, userId }, statuses[index])
          socket.emit(event.type, event)
        }
      } catch (error) {
        logUnavailable(error)
      } finally {
        listening.delete(listener)
      }
    },

    /**
     * Someone with sockets here joined a channel: they and its members receive each other's presence.
     *
     * @param joining the id of their `member.added`, the same on every gateway that has their sockets
     */
    async sendMutual(person: Person, channelId: string, joining: string): Promise<void> {
      try {
        const members = await reads.pass(holdersOf(person), () => readOtherMembers(db, person, channelId))
        if (members.length === 0) return
        const [own, ...statuses] = await store.statusesOf(
          [person.userId, ...members].map((userId) => nameOf({ ...person, userId })),
        )
        for (const [index, userId] of members.entries()) {
          const status = statuses[index]
          if (!status) continue
          const { event } = presenceOf({ ...person, userId }, status)
          for (const socket of person.sockets) socket.emit(event.type, event)
        }
        const addressed = { rooms: [rooms.channel(channelId)], id: mutualEventId(joining) }
        if (own) publish(presenceOf(person, own, addressed), [rooms.workspace(person.workspaceId)])
      } catch (error) {
        logUnavailable(error)
      }
    },

    /** Someone's presence was published: newer than what any new socket is about to be sent. */
    onPublished({ event }: RoomMessage): void {
      for (const { workspaceId, received } of listening)
        if (workspaceId === event.workspace_id) received.add((event.data as { user_id: string }).user_id)
    },

    start(): void {
      every('send-presence-heartbeat', intervals.presenceHeartbeat, sendHeartbeat)
    },

    /** Its people stay online for the grace, in which they may reconnect to another gateway. */
    async close(): Promise<void> {
      isClosed = true
      for (const { leaving } of here.values()) clearTimeout(leaving)
      await store.heartbeat(graceMs).catch(logUnavailable)
    },
  }
}

const holdersOf = ({ userId, workspaceId }: Person) => ({ person: userId, workspace: workspaceId })

export type Presence = ReturnType<typeof createPresence>
