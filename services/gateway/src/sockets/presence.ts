import { randomUUID } from 'node:crypto'
import { rooms } from '@parley/contracts/event'
import { presence as presenceEvent } from '@parley/contracts/events'
import type { PresenceStatus } from '@parley/contracts/realtime'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import type { Redis } from '@parley/kit/redis'
import type { Db } from '../db.ts'
import { createBatcher } from './batch.ts'
import type { Rhythms } from './config.ts'
import { derivedId } from './derived-id.ts'
import { type ClientSocket, type Person, transientEvent } from './socket.ts'
import { readCompany, readNeighbours, readPresenceChannels } from './store/neighbours.ts'
import { createPresenceStore } from './store/presence-scripts.ts'

/** How many people a newcomer is told of. */
const maxNeighbours = 1_000
/** People who are noted again at once when Redis has lost them. */
const chunkSize = 50

interface PersonId {
  workspaceId: string
  userId: string
}

const nameOf = ({ workspaceId, userId }: PersonId) => `${workspaceId}/${userId}`

function personOf(name: string): PersonId {
  const [workspaceId, userId] = name.split('/') as [string, string]
  return { workspaceId, userId }
}

/** One id for what several gateways may tell of the same joining: it is emitted once. */
const meetingId = (joining: string): string => derivedId(`meeting ${joining}`)

interface Entry {
  person: Person
  /** Takes them off after the grace, once their last socket here is closed. */
  leaving: NodeJS.Timeout | undefined
  /** Whether Redis knows that they are here. */
  isNoted: boolean
}

/**
 * Who is online. A person is from their first socket, on whichever gateway, until a grace after their last one; the
 * people who share a channel with them are told.
 */
export function createPresence(options: {
  redis: Redis
  prefix: string
  db: Db
  graceMs: number
  rhythm: Rhythms
  publish: (via: string, message: RoomMessage) => void
  log: Log
}) {
  const { redis, prefix, db, graceMs, rhythm, publish, log } = options
  const store = createPresenceStore(redis, prefix, randomUUID())
  const channelsOf = createBatcher((people: PersonId[]) => readPresenceChannels(db, people), {
    size: 500,
    parallel: 1,
  })
  /** Everyone who is here or was a moment ago, by their room. */
  const here = new Map<string, Entry>()
  /** Newcomers who are about to be told who is online, and whom they have heard of meanwhile. */
  const listening = new Set<{ workspaceId: string; heard: Set<string> }>()
  /** What could not be told because PostgreSQL was away; the latest of each person. */
  const untold = new Map<string, string>()
  let beating: NodeJS.Timeout | undefined
  let isClosed = false

  const away = (error: unknown) => log.debug({ err: error }, 'presence waits for Redis')

  async function tell(person: PersonId, status: string): Promise<void> {
    const name = nameOf(person)
    untold.delete(name)
    const channels = await channelsOf(person).catch((error) => {
      // Only what could not be told is told with the next beat: what is on its way must not be told twice.
      untold.set(name, status)
      throw error
    })
    const told = channels.map(rooms.channel)
    if (told.length === 0) return
    const data = { user_id: person.userId, status }
    // Over the one room that every gateway with anyone of this workspace listens to, rather than over each of these.
    publish(rooms.workspace(person.workspaceId), {
      rooms: told,
      event: transientEvent(presenceEvent.type, person.workspaceId, data),
      trace: null,
    })
  }

  /** Notes in Redis that someone is here; tried again with the next beat while Redis is away. */
  async function note(room: string): Promise<void> {
    const entry = here.get(room)
    if (!entry || entry.leaving) return
    const { isNew, status } = await store.enter(nameOf(entry.person), rhythm.presenceLife)
    entry.isNoted = true
    if (isNew) await tell(entry.person, status)
  }

  async function takeOff(room: string): Promise<void> {
    const entry = here.get(room)
    if (!entry?.leaving || isClosed) return
    entry.isNoted = false
    try {
      const isGone = await store.leave(nameOf(entry.person))
      if (here.get(room) === entry) here.delete(room)
      if (isGone) await tell(entry.person, 'offline')
    } catch (error) {
      away(error)
      if (here.get(room) === entry) entry.leaving = setTimeout(() => void takeOff(room), rhythm.presenceHeartbeat)
    }
  }

  async function beat(): Promise<void> {
    if (!(await store.beat(rhythm.presenceLife))) for (const entry of here.values()) entry.isNoted = false
    const unnoted = [...here].filter(([, entry]) => !entry.isNoted).map(([room]) => room)
    for (let i = 0; i < unnoted.length && !isClosed; i += chunkSize)
      await Promise.all(unnoted.slice(i, i + chunkSize).map(note))
    for (const [name, status] of untold) await tell(personOf(name), status)
    await Promise.all((await store.sweep()).map((name) => tell(personOf(name), 'offline')))
  }

  function beatOn(): void {
    if (isClosed) return
    beating = setTimeout(() => void beat().catch(away).finally(beatOn), rhythm.presenceHeartbeat)
  }

  return {
    /** Someone's first socket here is open. */
    enter(person: Person): void {
      const known = here.get(person.room)
      clearTimeout(known?.leaving)
      here.set(person.room, { person, leaving: undefined, isNoted: known?.isNoted ?? false })
      if (!known?.isNoted) note(person.room).catch(away)
    },

    /** Someone's last socket here is closed. */
    leave(person: Person): void {
      const entry = here.get(person.room)
      if (!entry || entry.leaving || isClosed) return
      entry.leaving = setTimeout(() => void takeOff(person.room), graceMs)
    },

    async set(person: Person, status: PresenceStatus): Promise<void> {
      await store.setStatus(nameOf(person), status)
      await tell(person, status)
    },

    /** Tells a new socket who of those it would hear of is online; one event each. */
    async introduce(socket: ClientSocket): Promise<void> {
      const { person } = socket.data
      const listener = { workspaceId: person.workspaceId, heard: new Set<string>() }
      listening.add(listener)
      try {
        const neighbours = await readNeighbours(db, person, maxNeighbours)
        if (neighbours.length === 0) return
        const statuses = await store.look(neighbours.map((userId) => nameOf({ ...person, userId })))
        for (const [index, userId] of neighbours.entries()) {
          if (!statuses[index] || listener.heard.has(userId)) continue
          const data = { user_id: userId, status: statuses[index] }
          socket.emit(presenceEvent.type, transientEvent(presenceEvent.type, person.workspaceId, data))
        }
      } catch (error) {
        away(error)
      } finally {
        listening.delete(listener)
      }
    },

    /**
     * Someone with sockets here came into a channel: they and its members hear of one another.
     *
     * @param joining the event that told of it; every gateway that has their sockets hears the same
     */
    async meet(person: Person, channelId: string, joining: string): Promise<void> {
      try {
        const company = await readCompany(db, person, channelId)
        if (company.length === 0) return
        const [own, ...statuses] = await store.look(
          [person.userId, ...company].map((userId) => nameOf({ ...person, userId })),
        )
        const presenceOf = (userId: string, status: string) =>
          transientEvent(presenceEvent.type, person.workspaceId, { user_id: userId, status })
        for (const [index, userId] of company.entries()) {
          const status = statuses[index]
          if (!status) continue
          for (const socket of person.sockets) socket.emit(presenceEvent.type, presenceOf(userId, status))
        }
        if (own)
          publish(rooms.workspace(person.workspaceId), {
            rooms: [rooms.channel(channelId)],
            event: { ...presenceOf(person.userId, own), id: meetingId(joining) },
            trace: null,
          })
      } catch (error) {
        away(error)
      }
    },

    /** Someone's presence is being told: newer than what any newcomer is about to hear of them. */
    onTold({ event }: RoomMessage): void {
      for (const { workspaceId, heard } of listening)
        if (workspaceId === event.workspace_id) heard.add((event.data as { user_id: string }).user_id)
    },

    start(): void {
      beat().catch(away).finally(beatOn)
    },

    /** Leaves its people to the other gateways: whoever has not come back to one of them in time is offline. */
    async close(): Promise<void> {
      isClosed = true
      clearTimeout(beating)
      for (const { leaving } of here.values()) clearTimeout(leaving)
      await store.beat(graceMs).catch(away)
    },
  }
}

export type Presence = ReturnType<typeof createPresence>
