import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { rooms } from '@parley/contracts/event'
import type { ConnectRefusal } from '@parley/contracts/realtime'
import type { AnyCaller } from '@parley/kit/assertion'
import { toServiceError } from '@parley/kit/errors'
import type { Gate, Holders } from '@parley/kit/gate'
import type { Log } from '@parley/kit/log'
import { credentialOf } from '../admission/credential.ts'
import type { ResolverOf } from '../admission/resolvers.ts'
import type { Handshakes } from './handshakes.ts'
import type { Hub } from './hub.ts'
import type { SocketMetrics } from './metrics.ts'
import { type People, roomsOf } from './people.ts'
import {
  type AnySocket,
  type ClientSocket,
  isVisitors,
  type Person,
  type VisitorSocket,
  type VisitorState,
} from './socket.ts'
import type { Visitors } from './visitors.ts'

const retryMs = 250
/** At most how many times someone’s permissions are read again because they changed meanwhile. */
const maxReadings = 10

/** A typed refusal: the client does not reconnect by itself. */
class Refusal extends Error {
  readonly data: ConnectRefusal

  constructor(code: ConnectRefusal['code'], message: string) {
    super(message)
    this.data = { code, message }
  }
}

export interface Admitted {
  rooms: string[]
  /** The person's version for which these are the rooms; the visitors' before the token was checked. */
  version: number
}

/** Authenticates new sockets and finds their rooms. */
export function createAdmit(options: {
  resolverOf: ResolverOf
  /** Shares of the database connections: until it is known who connects, their IP address has one. */
  requests: Gate
  people: People
  visitors: Visitors
  hub: Hub
  maxPerPerson: number
  /** Bounds the sockets of one workspace's people, of one visitor, of one widget key and of one IP address. */
  gate: Gate
  handshakes: Handshakes
  ipOf: (request: IncomingMessage) => string
  timeoutMs: number
  metrics: SocketMetrics
  log: Log
}) {
  const { resolverOf, requests, people, visitors, hub, maxPerPerson, gate, handshakes, ipOf, timeoutMs, metrics, log } =
    options
  const admitted = new WeakMap<AnySocket, Admitted>()
  const connecting = new WeakSet<object>()
  const counted = new WeakSet<object>()

  async function admit(socket: AnySocket): Promise<void> {
    const token = tokenOf(socket)
    if (!token) throw new Refusal('unauthorized', 'Send a token or an API key as auth.token.')
    const ip = ipOf(socket.request)
    const { version } = visitors
    const resolver = resolverOf(token)
    const credential = resolver && (await withRetries(() => requests.pass({ ip }, () => resolver.resolve(token))))
    if (!credential) throw revoked()
    const { caller, expiresAt } = credential
    if (caller.kind === 'visitor') await admitVisitor(socket as VisitorSocket, { visitor: caller, expiresAt }, version)
    else await admitPerson(socket as ClientSocket, caller, expiresAt)
  }

  async function admitVisitor(
    socket: VisitorSocket,
    { visitor, expiresAt }: Pick<VisitorState, 'visitor' | 'expiresAt'>,
    version: number,
  ): Promise<void> {
    const { workspaceId, visitorId, widgetKeyId } = visitor
    await count(socket, { visitor: `${workspaceId}:${visitorId}`, widgetKey: `${workspaceId}:${widgetKeyId}` })
    admitted.set(socket, { rooms: [await withRetries(() => visitors.open(visitor))], version })
    socket.data = { visitor, expiresAt, activity: undefined }
  }

  async function admitPerson(socket: ClientSocket, caller: AnyCaller, expiresAt: number): Promise<void> {
    if (caller.scopes && !caller.scopes.includes('read'))
      throw new Refusal('forbidden', 'This API key lacks the scope read.')
    if (caller.workspaceId === null) throw new Refusal('forbidden', 'You are in no workspace.')
    await count(socket, { workspace: caller.workspaceId })
    const person = people.connecting(caller.workspaceId, caller.userId)
    try {
      if (person.sockets.length + person.connecting > maxPerPerson)
        throw new Refusal('rate_limited', `At most ${maxPerPerson} sockets at once.`)
      admitted.set(socket, await withRetries(() => findRooms(person, caller.credentialId)))
    } catch (error) {
      people.leave(person)
      throw error
    }
    socket.data = {
      person,
      credentialId: caller.credentialId,
      expiresAt,
      activity: undefined,
      watching: undefined,
      viewing: undefined,
      viewingAsked: undefined,
    }
  }

  /** Counts a connection against these holders' shares and its IP address's, for as long as it is open. */
  async function count({ conn, request }: AnySocket, holders: Holders): Promise<void> {
    if (counted.has(conn)) return
    const end = await gate.enter({ ip: ipOf(request), ...holders }).catch(() => {
      throw new Refusal('rate_limited', 'Too many sockets at once, of this caller, IP address or workspace.')
    })
    counted.add(conn)
    handshakes.end(conn)
    if (conn.readyState === 'closed') end()
    else conn.on('close', end)
  }

  /** Permissions are read once their own room is subscribed to: no change after that is missed. */
  async function findRooms(person: Person, credentialId: string): Promise<Admitted> {
    await hub.open(person.workspaceId, [person.room, rooms.workspace(person.workspaceId)])
    for (let reading = 1; ; reading++) {
      const { version } = person
      const permissions = await people.ask(person, new Set([credentialId]))
      if (permissions.role === null || !permissions.credentialIds.has(credentialId)) throw revoked()
      const own = [...roomsOf(person, permissions)]
      await hub.open(person.workspaceId, own)
      if (person.version === version || reading === maxReadings) return { rooms: own.map(hub.nameOf), version }
    }
  }

  async function withRetries<T>(work: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + timeoutMs
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (error instanceof Refusal || Date.now() > deadline) throw error
        await wait(retryMs)
      }
    }
  }

  return {
    /** For `io.use`. A refusal is a typed `connect_error`; when PostgreSQL is unavailable the connection is closed, so that the client retries. */
    middleware(socket: AnySocket, next: (error?: Error) => void): void {
      const { conn } = socket
      if (connecting.has(conn)) {
        conn.close()
        next(new Error('one at a time'))
        return
      }
      connecting.add(conn)
      admit(socket)
        .then(
          () => {
            next()
            // A client that disconnected meanwhile has no `connection` event.
            setImmediate(() => {
              if (!admitted.delete(socket)) return
              metrics.connects.inc({ outcome: 'gone' })
              if (!isVisitors(socket)) people.leave((socket as ClientSocket).data.person)
            })
          },
          (error) => {
            if (error instanceof Refusal) metrics.connects.inc({ outcome: error.data.code })
            else {
              metrics.connects.inc({ outcome: 'unavailable' })
              log.warn({ err: toServiceError(error).cause ?? error }, 'a socket could not be admitted')
              conn.close()
            }
            next(error as Error)
          },
        )
        .finally(() => connecting.delete(conn))
    },

    /** What an opened socket was admitted with; once. */
    take(socket: AnySocket): Admitted {
      const found = admitted.get(socket)
      if (!found) throw new Error('A socket was opened that had not been admitted.')
      admitted.delete(socket)
      return found
    },
  }
}

const revoked = () => new Refusal('unauthorized', 'This credential is not valid, expired or revoked.')

function tokenOf({ handshake, request }: AnySocket): string | undefined {
  const given: unknown = handshake.auth.token
  return typeof given === 'string' && given !== '' ? given : credentialOf(request)
}
