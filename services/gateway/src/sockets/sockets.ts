import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { socketLimits } from '@parley/contracts/realtime'
import { createUrlSigner } from '@parley/files/url-signer'
import { type RoomMessage, roomChannel } from '@parley/kit/outbox'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Server } from 'socket.io'
import { createAddressOf, networkOf } from '../admission/address.ts'
import type { GatewayContext } from '../context.ts'
import { createAdmit } from './admit.ts'
import { createClientEvents } from './client-events.ts'
import { type Rhythms, rhythms } from './config.ts'
import { createDispatch } from './dispatch.ts'
import { drainSockets } from './drain.ts'
import { createHub } from './hub.ts'
import { createSocketMetrics } from './metrics.ts'
import { createPeople } from './people.ts'
import { createPresence } from './presence.ts'
import { createSignForRoom } from './sign-for-room.ts'
import type { ClientSocket, SocketServer } from './socket.ts'
import { createSubscriptions } from './subscriptions.ts'
import { sweepSockets } from './sweep.ts'

export interface Sockets {
  /** From now on sockets are let in. */
  start(): Promise<void>
  /** Asks every client to go elsewhere, spread over `DRAIN_TIMEOUT_MS` at most, and closes. */
  close(): Promise<void>
}

export type SocketsContext = Pick<
  GatewayContext,
  'config' | 'log' | 'metrics' | 'db' | 'redis' | 'subscriber' | 'credentials'
>

/**
 * The sockets at the gateway's own URL: rooms decided by PostgreSQL, a channel's changes in order and without gaps,
 * over as many gateways as there are. Attach it before the server listens.
 */
export function createSockets(ctx: SocketsContext, httpServer: HttpServer, rhythm: Rhythms = rhythms): Sockets {
  const { config, log, db, redis } = ctx
  const prefix = config.REDIS_PREFIX
  const metrics = createSocketMetrics(ctx.metrics)
  const addressOf = createAddressOf(config.TRUSTED_PROXIES)
  const connects = new RateLimiterMemory({ points: config.SOCKET_CONNECTS_PER_MINUTE, duration: 60 })
  let isOpen = false

  const io: SocketServer = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: socketLimits.maxPacketBytes,
    perMessageDeflate: false,
    connectTimeout: 10_000,
    destroyUpgrade: false,
    cors: { origin: '*' },
    allowRequest: (request, answer) => {
      mayConnect(request).then((reason) => answer(reason, reason === null))
    },
  })

  /** Null, or why not: clients try again after a while. */
  async function mayConnect(request: IncomingMessage): Promise<string | null> {
    if (!isOpen) return 'unavailable'
    if (!config.RATE_LIMITS) return null
    return connects.consume(networkOf(addressOf(request))).then(
      () => null,
      () => 'rate_limited',
    )
  }

  const subscriptions = createSubscriptions({
    subscriber: ctx.subscriber,
    prefix,
    heartbeatMs: rhythm.heartbeat,
    log,
    onMessage: (_room, text) => dispatch.receive(text),
    onLost: () => log.warn('Redis is away: rooms are polled'),
    onRestored: () => void lookEverywhere(),
  })
  const signForRoom = createSignForRoom(createUrlSigner(config))
  const hub = createHub({ io, db, signForRoom, subscriptions, metrics, rhythm, log })
  const people = createPeople({ db, hub, log, onDrop: (reason) => metrics.drops.inc({ reason }) })
  const presence = createPresence({ redis, prefix, db, graceMs: config.PRESENCE_GRACE_MS, rhythm, publish, log })
  const dispatch = createDispatch({
    hub,
    signForRoom,
    people,
    metrics,
    log,
    onPresence: presence.onTold,
    onJoined: presence.meet,
  })
  const clientEvents = createClientEvents({
    db,
    signForRoom,
    hub,
    presence,
    publish,
    isLimited: config.RATE_LIMITS,
    metrics,
    log,
  })
  const admit = createAdmit({
    credentials: ctx.credentials,
    people,
    hub,
    maxPerPerson: config.RATE_LIMITS ? config.SOCKETS_PER_USER : Number.POSITIVE_INFINITY,
    patienceMs: rhythm.patience,
    metrics,
    log,
  })
  metrics.gauge('parley_sockets', 'Open sockets.', () => io.of('/').sockets.size)
  metrics.gauge('parley_socket_people', 'People with open sockets.', () => people.size)
  metrics.gauge('parley_socket_rooms', 'Rooms listened to.', () => subscriptions.size)
  metrics.gauge('parley_socket_feeds', 'Channels whose order is kept.', () => hub.feeds)

  /** For what no row stands behind. While Redis is away the sockets here hear it at least. */
  function publish(via: string, message: RoomMessage): void {
    const text = JSON.stringify(message)
    redis.publish(roomChannel(prefix, via), text).catch(() => dispatch.receive(text))
  }

  io.use(admit.middleware)
  io.on('connection', (socket) => {
    const { rooms, version } = admit.take(socket)
    const { person } = socket.data
    socket.join(rooms)
    socket.leave(socket.id) // its own room, which nothing is told to
    people.settle(person, socket)
    if (person.version !== version) void people.refresh(person)
    socket.onAny(clientEvents.listener)
    socket.on('disconnect', onDisconnect)
    metrics.connects.inc({ outcome: 'ok' })
    presence.enter(person)
    void presence.introduce(socket)
    forgetHandshake(socket)
  })

  function onDisconnect(this: ClientSocket): void {
    const { person } = this.data
    people.leave(person, this)
    if (person.sockets.length === 0) presence.leave(person)
  }

  let comparedAt = Date.now()
  let recheckedAt = Date.now()
  let looking = false

  async function lookEverywhere(): Promise<void> {
    comparedAt = Date.now()
    recheckedAt = comparedAt
    await Promise.all([hub.compare(), people.refreshAll()]).catch((error) =>
      log.debug({ err: error }, 'rooms could not be compared with PostgreSQL'),
    )
  }

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    const now = Date.now()
    try {
      if (subscriptions.isAway()) await lookEverywhere()
      else if (now - recheckedAt >= rhythm.recheck) await lookEverywhere()
      else if (now - comparedAt >= rhythm.compare) {
        comparedAt = now
        await hub.compare()
      }
    } catch (error) {
      log.debug({ err: error }, 'rooms could not be compared with PostgreSQL')
    } finally {
      looking = false
    }
  }

  const timers: NodeJS.Timeout[] = []
  let closed: Promise<void> | undefined

  return {
    async start() {
      subscriptions.start()
      presence.start()
      timers.push(setInterval(() => void look(), rhythm.poll))
      timers.push(setInterval(() => hub.collect(people.isWorkspaceOfSomeone), rhythm.linger))
      timers.push(setInterval(() => sweepSockets(io, { maxBytes: config.SOCKET_BUFFER_BYTES, metrics }), rhythm.sweep))
      isOpen = true
    },
    close() {
      closed ??= (async () => {
        isOpen = false
        await presence.close()
        await drainSockets(io, { withinMs: Math.min(config.DRAIN_TIMEOUT_MS / 2, 3_000), metrics })
        for (const timer of timers) clearInterval(timer)
        hub.close()
        subscriptions.close()
        io.engine.close()
      })()
      return closed
    },
  }
}

const forgotten = Object.freeze({})

/** The request and its headers, the token among them, are of no use any more and most of what an idle socket weighs. */
function forgetHandshake(socket: ClientSocket): void {
  const { conn, request } = socket
  Object.assign(request, { rawHeaders: [], headers: forgotten, _query: forgotten })
  Object.assign(socket, { handshake: forgotten })
  Object.assign(conn, { request: null })
}
