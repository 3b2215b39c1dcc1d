import { rooms } from '@parley/contracts/event'
import type { Log } from '@parley/kit/log'
import type { Db } from '../db.ts'
import { createBatcher } from './batch.ts'
import type { Hub } from './hub.ts'
import { type ClientSocket, dismiss, type Person } from './socket.ts'
import { readStandings, type Standing, type StandingQuestion } from './store/standings.ts'

const retryMs = 500
const roomOf = (channelId: string) => rooms.channel(channelId)
const channelRoomPrefix = rooms.channel('')
const workspaceRoomPrefix = rooms.workspace('')

/** The people who have sockets here, and what they may receive: PostgreSQL decides, events only say that it may have changed. */
export function createPeople({
  db,
  hub,
  log,
  onDrop,
}: {
  db: Db
  hub: Hub
  log: Log
  onDrop: (reason: string) => void
}) {
  const people = new Map<string, Person>()
  /** How many of them are in each workspace. */
  const workspaces = new Map<string, number>()
  const standingOf = createBatcher<StandingQuestion, Standing>((questions) => readStandings(db, questions), {
    size: 500,
    parallel: 2,
  })

  function ask(person: Person, alsoCredentialId?: string): Promise<Standing> {
    const credentialIds = new Set(person.sockets.map(({ data }) => data.credentialId))
    if (alsoCredentialId) credentialIds.add(alsoCredentialId)
    return standingOf({ workspaceId: person.workspaceId, userId: person.userId, credentialIds: [...credentialIds] })
  }

  /**
   * Brings every socket of a person to where PostgreSQL says it belongs. Resolves when that is done for what had been
   * committed at the time of the call, or when PostgreSQL is away; it is then tried again. Never rejects.
   */
  function refresh(person: Person): Promise<void> {
    person.version++
    person.refreshing ??= bringUpToDate(person)
    return person.refreshing
  }

  async function bringUpToDate(person: Person): Promise<void> {
    try {
      let version: number
      do {
        version = person.version
        const standing = await ask(person)
        if (version === person.version) await apply(person, standing, version)
      } while (version !== person.version && person.sockets.length > 0)
    } catch (error) {
      log.debug({ err: error, userId: person.userId }, 'a person’s rooms could not be read; trying again')
      setTimeout(() => {
        if (person.sockets.length > 0) void refresh(person)
      }, retryMs).unref()
    } finally {
      // In the same turn as the last look at `version`: a call that comes now starts anew.
      person.refreshing = undefined
    }
  }

  /** Losses take effect at once; what is gained has to be listened to first. */
  async function apply(person: Person, standing: Standing, version: number): Promise<void> {
    for (const socket of person.sockets) {
      if (standing.role === null) drop(socket, 'You are no longer in this workspace.')
      else if (!standing.credentialIds.has(socket.data.credentialId)) drop(socket, 'This credential was revoked.')
    }
    if (standing.role === null) return
    const rights = roomsOf(person, standing)
    const gained = new Set<string>()
    for (const socket of person.sockets) {
      for (const room of socket.rooms) if (!rights.has(room)) socket.leave(room)
      for (const room of rights) if (!socket.rooms.has(room)) gained.add(room)
    }
    if (gained.size === 0) return
    await hub.open(person.workspaceId, [...gained])
    for (const room of gained) {
      const joinedSeq = standing.channels.get(room.slice(channelRoomPrefix.length))
      if (joinedSeq === undefined) for (const socket of person.sockets) socket.join(hub.nameOf(room))
      else await enter(person, room.slice(channelRoomPrefix.length), joinedSeq, version)
      if (person.version !== version) return
    }
  }

  /** Their joining is told first, then what was written since, then what comes. */
  async function enter(person: Person, channelId: string, joinedSeq: number, version: number): Promise<void> {
    await hub.feedOf(channelId)?.admit(joinedSeq, (missed) => {
      if (person.version !== version) return
      person.announcements?.get(channelId)?.()
      for (const socket of person.sockets) {
        if (socket.rooms.has(roomOf(channelId))) continue
        for (const event of missed) socket.emit(event.type, event)
        socket.join(hub.nameOf(roomOf(channelId)))
      }
    })
  }

  function drop(socket: ClientSocket, message: string): void {
    onDrop('revoked')
    dismiss(socket, 'revoked', message)
  }

  return {
    find: (room: string): Person | undefined => people.get(room),
    all: () => people.values(),
    get size() {
      return people.size
    },
    /** Whether this is the room of a workspace that someone here is in, be it as a guest. */
    isWorkspaceOfSomeone: (room: string): boolean =>
      room.startsWith(workspaceRoomPrefix) && workspaces.has(room.slice(workspaceRoomPrefix.length)),
    refresh,
    ask,

    /** Whoever arrives is counted until `settle` or `leave`. */
    arrive(workspaceId: string, userId: string): Person {
      const room = rooms.user(workspaceId, userId)
      let person = people.get(room)
      if (!person) {
        person = {
          workspaceId,
          userId,
          room,
          sockets: [],
          arriving: 0,
          version: 0,
          refreshing: undefined,
          announcements: undefined,
        }
        people.set(room, person)
        workspaces.set(workspaceId, (workspaces.get(workspaceId) ?? 0) + 1)
      }
      person.arriving++
      return person
    },

    /** The arrived socket is open. */
    settle(person: Person, socket: ClientSocket): void {
      person.arriving--
      person.sockets = [...person.sockets, socket]
    },

    /** An arrival came to nothing, or an open socket closed. */
    leave(person: Person, socket?: ClientSocket): void {
      if (socket) person.sockets = person.sockets.filter((each) => each !== socket)
      else person.arriving--
      if (person.sockets.length > 0 || person.arriving > 0 || !people.delete(person.room)) return
      const others = (workspaces.get(person.workspaceId) ?? 1) - 1
      if (others > 0) workspaces.set(person.workspaceId, others)
      else workspaces.delete(person.workspaceId)
    },

    /** Takes a person out of a channel at once; PostgreSQL is asked afterwards, in case they are back in. */
    evict(person: Person, channelId: string): void {
      for (const socket of person.sockets) socket.leave(roomOf(channelId))
      void refresh(person)
    },

    async refreshAll(): Promise<void> {
      await Promise.all([...people.values()].map((person) => (person.sockets.length > 0 ? refresh(person) : undefined)))
    },
  }
}

export type People = ReturnType<typeof createPeople>

/** The rooms of someone who stands so; guests are in no workspace's room. */
export function roomsOf(person: Person, { role, channels }: Standing): Set<string> {
  const all = new Set([person.room])
  if (role !== 'guest') all.add(rooms.workspace(person.workspaceId))
  for (const channelId of channels.keys()) all.add(roomOf(channelId))
  return all
}
