import type { ErrorCode } from '@parley/contracts/error-codes'
import type { ErrorDetail } from '@parley/contracts/errors'
import { rooms } from '@parley/contracts/event'
import {
  PresenceMessage,
  type RenewAnswer,
  RenewMessage,
  type SocketError,
  socketLimits,
  syncMessageOf,
  TypingMessage,
  ViewingMessage,
  WatchMessage,
} from '@parley/contracts/realtime'
import { invalidInput, ServiceError, toServiceError } from '@parley/kit/errors'
import type { Gate, Holders } from '@parley/kit/gate'
import type { Log } from '@parley/kit/log'
import { validate } from '@parley/kit/validation'
import type * as z from 'zod'
import type { Db } from '../db.ts'
import type { FeedRegistry } from './feeds/registry.ts'
import type { FeedReader } from './feeds/source.ts'
import type { Hub } from './hub.ts'
import type { SocketMetrics } from './metrics.ts'
import type { People } from './people.ts'
import type { Presence } from './presence.ts'
import { expiresInMs } from './renew.ts'
import type { SignForRoom } from './sign-for-room.ts'
import {
  type Activity,
  type AnySocket,
  type ClientSocket,
  disconnect,
  isVisitors,
  type Person,
  type VisitorSocket,
} from './socket.ts'
import { sync } from './sync.ts'
import { createSyncRates } from './sync-rates.ts'
import { TokenBucket } from './token-bucket.ts'
import type { Viewings } from './viewing.ts'
import { createWatching } from './watching.ts'

type Acknowledge = (answer: unknown) => void
type Handler = (socket: ClientSocket, payload: unknown) => Promise<unknown>

/** Handles events from clients: validated, counted and acknowledged; nothing that a client sends can throw. */
export function createClientEvents(options: {
  db: Db
  registry: FeedRegistry
  signForRoom: SignForRoom
  hub: Hub
  people: People
  presence: Presence
  /** Shares of the database connections. */
  requests: Gate
  publishTyping: (person: Person, channelId: string) => Promise<void>
  viewings: Viewings
  renew: (socket: ClientSocket, token: string) => Promise<RenewAnswer>
  isLimited: boolean
  metrics: SocketMetrics
  log: Log
}) {
  const { db, registry, signForRoom, hub, people, presence, requests, publishTyping, viewings, renew } = options
  const { isLimited, metrics, log } = options
  const syncRates = createSyncRates()
  const SyncMessage = syncMessageOf(registry.sources.map(({ feed }) => feed))
  const watching = createWatching({ db, hub, people })
  const handlers = new Map<string, Handler>([
    ['typing', typing],
    ['presence', setPresence],
    ['sync', syncInTurn],
    ['positions', positions],
    ['renew', (socket, payload) => renew(socket, parse(RenewMessage, payload).token)],
    ['watch', watch],
    ['unwatch', unwatch],
    ['viewing', viewing],
  ])

  async function typing(socket: ClientSocket, payload: unknown) {
    const { channel_id } = parse(TypingMessage, payload)
    if (!socket.rooms.has(rooms.channel(channel_id))) throw new ServiceError('not_found', 'Channel not found')
    await publishTyping(socket.data.person, channel_id)
    return { success: true }
  }

  async function setPresence(socket: ClientSocket, payload: unknown) {
    const { status } = parse(PresenceMessage, payload)
    const { presenceBurst, presencePerSecond } = socketLimits
    const { presenceBucket } = activityOf(socket)
    if (isLimited && !presenceBucket.take(presenceBurst, presencePerSecond, Date.now())) throw tooMany()
    await presence.set(socket.data.person, status).catch((cause) => {
      throw new ServiceError('unavailable', 'Presence cannot be published right now.', { cause })
    })
    return { success: true }
  }

  /** One `sync` at a time per socket: an answer may be large. */
  async function syncInTurn(socket: AnySocket, payload: unknown) {
    const asked = parse(SyncMessage, payload)
    const activity = activityOf(socket)
    const reader = readerOf(socket)
    if (activity.syncsWaiting >= socketLimits.syncsAtOnce) throw tooMany()
    activity.syncsWaiting++
    const answer = activity.syncing.then(() =>
      requests.pass(reader.holders, async () => {
        // Only now: what was answered before it counts.
        if (isLimited && !syncRates.mayAsk(reader)) throw tooMany()
        const { feeds, bytes } = await sync(db, registry, signForRoom, reader.asking, asked)
        syncRates.count(reader, bytes)
        return feeds
      }),
    )
    activity.syncing = answer
      .catch(() => {})
      .finally(() => {
        activity.syncsWaiting--
      })
    return answer
  }

  async function positions(socket: ClientSocket) {
    const { userId, workspaceId } = socket.data.person
    return {
      user_id: userId,
      workspace_id: workspaceId,
      ...hub.positionsOf(socket),
      expires_in_ms: expiresInMs(socket),
    }
  }

  async function watch(socket: ClientSocket, payload: unknown) {
    const { channel_id } = parse(WatchMessage, payload)
    return requests.pass(holdersOf(socket.data.person), () => watching.watch(socket, channel_id))
  }

  async function unwatch(socket: ClientSocket, payload: unknown) {
    watching.unwatch(socket, parse(WatchMessage, payload).channel_id)
    return { success: true }
  }

  async function viewing(socket: ClientSocket, payload: unknown) {
    const { conversationId } = parse(ViewingMessage, payload)
    const { viewingBurst, viewingPerSecond } = socketLimits
    if (isLimited && !activityOf(socket).viewingBucket.take(viewingBurst, viewingPerSecond, Date.now())) throw tooMany()
    await requests.pass(holdersOf(socket.data.person), () => viewings.look(socket, conversationId))
    return { success: true }
  }

  /** What visitors may send, who are in no person's place. */
  const visitorHandlers = new Map<string, (socket: VisitorSocket, payload: unknown) => Promise<unknown>>([
    ['sync', (socket, payload) => syncInTurn(socket, payload)],
  ])

  async function receive(socket: AnySocket, name: string, args: unknown[]): Promise<void> {
    const last = args.at(-1)
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : undefined
    const handler = handlerOf(socket, name)
    const counted = handler ? name : 'unknown'
    const { bucket } = activityOf(socket)
    if (isLimited && !bucket.take(socketLimits.burst, socketLimits.perSecond, Date.now())) {
      metrics.received.inc({ name: counted, outcome: 'rate_limited' })
      acknowledge?.(refusal(tooMany()))
      if (bucket.isExhausted(socketLimits.burst)) flooded(socket)
      return
    }
    try {
      if (!handler) throw new ServiceError('invalid_input', 'There is no such event.')
      const answer = await handler(acknowledge ? args.at(-2) : last)
      metrics.received.inc({ name: counted, outcome: 'ok' })
      acknowledge?.(answer)
    } catch (error) {
      const bad = toServiceError(error)
      if (bad.code === 'internal') log.error({ err: error, name }, 'a client’s event failed')
      metrics.received.inc({ name: counted, outcome: bad.code })
      acknowledge?.(refusal(bad))
    }
  }

  function handlerOf(socket: AnySocket, name: string): ((payload: unknown) => Promise<unknown>) | undefined {
    if (isVisitors(socket)) {
      const handler = visitorHandlers.get(name)
      return handler && ((payload) => handler(socket, payload))
    }
    const handler = handlers.get(name)
    return handler && ((payload) => handler(socket as ClientSocket, payload))
  }

  function flooded(socket: AnySocket): void {
    if (!socket.connected) return
    metrics.drops.inc({ reason: 'flooding' })
    disconnect(socket, 'flooding', 'Too many events.')
  }

  return {
    /** One listener for all events and all sockets; socket.io sets `this` to the socket. */
    listener(this: AnySocket, name: string, ...args: unknown[]): void {
      void receive(this, name, args)
    },
  }
}

function activityOf({ data }: AnySocket): Activity {
  data.activity ??= {
    bucket: new TokenBucket(socketLimits.burst, Date.now()),
    presenceBucket: new TokenBucket(socketLimits.presenceBurst, Date.now()),
    viewingBucket: new TokenBucket(socketLimits.viewingBurst, Date.now()),
    syncing: Promise.resolve(),
    syncsWaiting: 0,
  }
  return data.activity
}

/** Who asks for feeds by a socket, whose share that takes, and the room of their own sockets. */
function readerOf(socket: AnySocket): { asking: FeedReader; holders: Holders; room: string } {
  if (isVisitors(socket)) {
    const { workspaceId, visitorId } = socket.data.visitor
    const holders = { person: visitorId, workspace: workspaceId }
    return { asking: { workspaceId, visitorId }, holders, room: rooms.visitor(workspaceId, visitorId) }
  }
  const { person } = (socket as ClientSocket).data
  return { asking: person, holders: holdersOf(person), room: person.room }
}

const holdersOf = ({ userId, workspaceId }: Person) => ({ person: userId, workspace: workspaceId })

const tooMany = () => new ServiceError('rate_limited', 'Too many events; wait a second.')

function parse<S extends z.ZodType>(schema: S, payload: unknown): z.output<S> {
  const { data, details } = validate(schema, payload)
  if (details) throw invalidInput(details)
  return data
}

const refusal = (error: { code: ErrorCode; message: string; details?: ErrorDetail[] | undefined }): SocketError => ({
  success: false,
  error: { code: error.code, message: error.message, ...(error.details && { details: error.details }) },
})
