import { rooms } from '@parley/contracts/event'
import type { Log } from '@parley/kit/log'
import type { Db } from '../db.ts'
import { createBatcher } from './batch.ts'
import type { FeedRegistry } from './feeds/registry.ts'
import type { Hub } from './hub.ts'
import { type ClientSocket, disconnect, type Person, watchedRooms } from './socket.ts'
import { type Permissions, type PermissionsQuery, readPermissions } from './store/permissions.ts'

const retryMs = 500
const workspaceRoomPrefix = rooms.workspace('')

/** The registry of connected people: those with sockets here, and what they may receive: PostgreSQL decides, events only say when to ask it again. */
export function createConnectedPeople({
  db,
  hub,
  registry,
  log,
  onDrop,
}: {
  db: Db
  hub: Hub
  registry: FeedRegistry
  log: Log
  onDrop: (reason: string) => void
}) {
  const people = new Map<string, Person>()
  /** How many of them are in each workspace. */
  const workspaces = new Map<string, number>()
  const permissionsOf = createBatcher<PermissionsQuery, Permissions>(
    (questions) => readPermissions(db, registry.sources, questions),
    { size: 500, parallel: 2 },
  )

  function ask(person: Person, credentialIds: ReadonlySet<string>): Promise<Permissions> {
    const watching = person.sockets.flatMap(watchedRooms).map((room) => registry.parse(room)!.id)
    const { workspaceId, userId } = person
    return permissionsOf({ workspaceId, userId, credentialIds: [...credentialIds], watching })
  }

  /**
   * Puts every socket of a person into the rooms that PostgreSQL says. Resolves when that is done for what had been
   * committed at the time of the call, or when PostgreSQL is unavailable; it is then retried. Never rejects.
   */
  function refresh(person: Person): Promise<void> {
    person.version++
    person.refreshing ??= reconcile(person)
    return person.refreshing
  }

  async function reconcile(person: Person): Promise<void> {
    try {
      let version: number
      do {
        version = person.version
        const asked = new Set(person.sockets.map(({ data }) => data.credentialId))
        const permissions = await ask(person, asked)
        if (version === person.version) await apply(person, permissions, { version, asked })
      } while (version !== person.version && person.sockets.length > 0)
    } catch (error) {
      log.debug({ err: error, userId: person.userId }, 'a person’s rooms could not be read; retrying')
      setTimeout(() => {
        if (person.sockets.length > 0) void refresh(person)
      }, retryMs).unref()
    } finally {
      // In the same turn as the last check of `version`: a later call starts over.
      person.refreshing = undefined
    }
  }

  /**
   * Lost rooms are left at once; gained rooms are subscribed to first. A socket that was opened since has a credential that
   * was not asked about: its admission has read that it is valid.
   */
  async function apply(
    person: Person,
    permissions: Permissions,
    { version, asked }: { version: number; asked: ReadonlySet<string> },
  ): Promise<void> {
    for (const socket of person.sockets) {
      const { credentialId } = socket.data
      const isRevoked = asked.has(credentialId) && !permissions.credentialIds.has(credentialId)
      if (permissions.role === null) drop(socket, 'You are no longer in this workspace.')
      else if (isRevoked) drop(socket, 'This credential was revoked.')
    }
    if (permissions.role === null) return
    const allowed = roomsOf(person, permissions)
    const gained = new Set<string>()
    for (const socket of person.sockets) {
      // One that they may watch is none that every socket of theirs is in.
      for (const room of socket.rooms) if (!allowed.has(room) && !permissions.rooms.has(room)) socket.leave(room)
      for (const room of allowed) if (!socket.rooms.has(room)) gained.add(room)
    }
    if (gained.size === 0) return
    await hub.open(person.workspaceId, [...gained])
    for (const room of gained) {
      const since = permissions.rooms.get(room) ?? undefined
      if (since === undefined) for (const socket of person.sockets) socket.join(hub.nameOf(room))
      else await enter(person, room, since, version)
      if (person.version !== version) return
    }
  }

  /** `member.added` is emitted first, then the messages since they joined, then live events. */
  async function enter(person: Person, room: string, since: number, version: number): Promise<void> {
    await hub.feedOf(room)?.admit(room, since, (missed, others) => {
      if (person.version !== version) return
      person.pendingJoins?.get(room)?.()
      for (const socket of person.sockets) {
        if (socket.rooms.has(room)) continue
        const watched = others.filter((other) => socket.rooms.has(other))
        if (watched.length === 0) for (const event of missed) socket.emit(event.type, event)
        socket.join(hub.nameOf(room))
        for (const other of watched) socket.leave(other)
      }
    })
  }

  function drop(socket: ClientSocket, message: string): void {
    onDrop('revoked')
    disconnect(socket, 'revoked', message)
  }

  return {
    find: (room: string): Person | undefined => people.get(room),
    all: () => people.values(),
    get size() {
      return people.size
    },
    /** Whether this is the room of a workspace that someone here belongs to, even as a guest. */
    isWorkspaceOfSomeone: (room: string): boolean =>
      room.startsWith(workspaceRoomPrefix) && workspaces.has(room.slice(workspaceRoomPrefix.length)),
    refresh,
    ask,

    /** Counts a socket that is being admitted, until `connected` or `leave`. */
    connecting(workspaceId: string, userId: string): Person {
      const room = rooms.user(workspaceId, userId)
      let person = people.get(room)
      if (!person) {
        person = {
          workspaceId,
          userId,
          room,
          sockets: [],
          connecting: 0,
          version: 0,
          refreshing: undefined,
          pendingJoins: undefined,
          typing: undefined,
        }
        people.set(room, person)
        workspaces.set(workspaceId, (workspaces.get(workspaceId) ?? 0) + 1)
      }
      person.connecting++
      return person
    },

    /** The admitted socket is open. */
    connected(person: Person, socket: ClientSocket): void {
      person.connecting--
      person.sockets = [...person.sockets, socket]
    },

    /** An admission failed, or an open socket closed. */
    leave(person: Person, socket?: ClientSocket): void {
      if (socket) person.sockets = person.sockets.filter((each) => each !== socket)
      else person.connecting--
      if (person.sockets.length > 0 || person.connecting > 0 || !people.delete(person.room)) return
      const others = (workspaces.get(person.workspaceId) ?? 1) - 1
      if (others > 0) workspaces.set(person.workspaceId, others)
      else workspaces.delete(person.workspaceId)
    },

    /** Removes a person from a feed's room at once, then reads PostgreSQL, in case they have joined again. */
    removeFromRoom(person: Person, room: string): void {
      for (const socket of person.sockets) socket.leave(room)
      void refresh(person)
    },

    /** Puts a socket into the room of a feed that its client only watches, until the person may not. */
    watch(socket: ClientSocket, room: string): void {
      socket.data.watching = new Set(watchedRooms(socket)).add(room)
      socket.join(hub.nameOf(room))
      // It may have become private after it was read that they may watch, and before the socket was in the room.
      void refresh(socket.data.person)
    },

    /** Reads again whether those who only watch a feed still may. Resolves as `refresh` does. */
    async reviewWatchers(main: string): Promise<void> {
      const watchers = new Set<Person>()
      for (const socket of hub.socketsIn(main)) {
        const { data } = socket as ClientSocket
        if (data.watching) watchers.add(data.person)
      }
      await Promise.all([...watchers].map(refresh))
    },

    async refreshAll(): Promise<void> {
      await Promise.all([...people.values()].map((person) => (person.sockets.length > 0 ? refresh(person) : undefined)))
    },
  }
}

export type People = ReturnType<typeof createConnectedPeople>

/** The rooms that someone with these permissions is in; guests are in no workspace's. */
export function roomsOf(person: Person, permissions: Permissions): Set<string> {
  const all = new Set([person.room])
  if (permissions.role !== 'guest') all.add(rooms.workspace(person.workspaceId))
  if (permissions.readsDesk) all.add(rooms.desk(person.workspaceId))
  for (const [room, since] of permissions.rooms) if (since !== null) all.add(room)
  return all
}
