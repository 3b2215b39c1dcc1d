import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { downloadDeskFile } from '@parley/contracts/desk/messages'
import { channelFeed, conversationFeed } from '@parley/contracts/feeds'
import { downloadFile } from '@parley/contracts/messages/files'
import { socketLimits } from '@parley/contracts/realtime'
import { createAvatarUrls } from '@parley/files/avatar-urls'
import { createUrlSigner } from '@parley/files/url-signer'
import type { VisitorCaller } from '@parley/kit/assertion'
import { createGate, type Gate } from '@parley/kit/gate'
import { networkOf } from '@parley/kit/network'
import type { RoomMessage } from '@parley/kit/outbox'
import { publishTransient } from '@parley/kit/transient-events'
import { createViewingStore } from '@parley/kit/viewing'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Server } from 'socket.io'
import { createIpOf } from '../admission/client-ip.ts'
import type { ResolverOf } from '../admission/resolvers.ts'
import type { GatewayContext } from '../context.ts'
import { hasOneHost } from '../routing/host.ts'
import { createAdmit } from './admit.ts'
import { createClientEvents } from './client-events.ts'
import { defaultIntervals, type Intervals } from './config.ts'
import { createDispatch } from './dispatch.ts'
import { drainSockets } from './drain.ts'
import { channelSource } from './feeds/channels.ts'
import { conversationSource } from './feeds/conversations.ts'
import { createFeedRegistry } from './feeds/registry.ts'
import type { FeedSource } from './feeds/source.ts'
import { createHandshakes } from './handshakes.ts'
import { createHub } from './hub.ts'
import { createSocketMetrics } from './metrics.ts'
import { createConnectedPeople } from './people.ts'
import { createPresence } from './presence.ts'
import { createRenew } from './renew.ts'
import { createSignForRoom } from './sign-for-room.ts'
import { type AnySocket, type ClientSocket, isVisitors, type SocketServer } from './socket.ts'
import { createSubscriptions } from './subscriptions.ts'
import { sweepSockets } from './sweep.ts'
import { createTyping } from './typing.ts'
import { createViewing } from './viewing.ts'
import { createVisitorPresence } from './visitor-presence.ts'
import { createConnectedVisitors } from './visitors.ts'

export interface SocketOptions {
  intervals?: Intervals
  /** The kinds of feeds that are delivered; the product's if not given. */
  feeds?: readonly FeedSource[]
}

/** The kinds of feeds of the product. */
export const productFeeds: readonly FeedSource[] = [channelSource, conversationSource]

export interface Sockets {
  /** From now on sockets are admitted. */
  start(): Promise<void>
  /** Disconnects every client, spread over `DRAIN_TIMEOUT_MS` at most, and closes. */
  close(): Promise<void>
}

export type SocketsContext = Pick<
  GatewayContext,
  'config' | 'log' | 'metrics' | 'db' | 'redis' | 'subscriber' | 'every'
> & {
  resolverOf: ResolverOf
  /** Whether a visitor's token is still good. */
  mayVisit: (visitor: VisitorCaller) => Promise<boolean>
  /** Shares of the database connections. */
  requests: Gate
}

/**
 * The sockets at the gateway's own URL: rooms decided by PostgreSQL, a feed's changes in order and without gaps, over as
 * many gateways as there are. Attach it before the server listens.
 */
export function createSockets(
  ctx: SocketsContext,
  httpServer: HttpServer,
  { intervals = defaultIntervals, feeds = productFeeds }: SocketOptions = {},
): Sockets {
  const { config, log, db, redis, requests, every } = ctx
  const prefix = config.REDIS_PREFIX
  const metrics = createSocketMetrics(ctx.metrics)
  const ipOf = createIpOf(config.TRUSTED_PROXIES)
  const connects = new RateLimiterMemory({ points: config.SOCKET_CONNECTS_PER_MINUTE, duration: 60 })
  let isOpen = false

  const io: SocketServer = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: socketLimits.maxPacketBytes,
    perMessageDeflate: false,
    connectTimeout: intervals.connect,
    destroyUpgrade: false,
    cors: { origin: '*' },
    allowRequest: (request, answer) => {
      mayConnect(request).then((reason) => answer(reason, reason === null))
    },
  })

  /** Null, or the reason against it; clients retry. */
  async function mayConnect(request: IncomingMessage): Promise<string | null> {
    if (!isOpen) return 'unavailable'
    if (!hasOneHost(request)) return 'invalid_input'
    if (!config.RATE_LIMITS) return null
    const isLimited = await connects.consume(networkOf(ipOf(request))).then(
      () => false,
      () => true,
    )
    return isLimited || !(await handshakes.mayBegin(request)) ? 'rate_limited' : null
  }

  const handshakes = createHandshakes({
    engine: io.engine,
    gate: createGate({
      name: 'handshakes',
      metrics: ctx.metrics,
      shares: config.RATE_LIMITS ? { ip: config.SOCKET_HANDSHAKES_PER_ADDRESS } : {},
    }),
    ipOf,
  })

  const subscriptions = createSubscriptions({
    subscriber: ctx.subscriber,
    prefix,
    heartbeatMs: intervals.heartbeat,
    every,
    log,
    onMessage: (_room, text) => dispatch.receive(text),
    onLost: () => log.warn('Redis is unavailable: rooms are polled'),
    onRestored: () => void reconcileAll(),
  })
  const registry = createFeedRegistry(feeds)
  const signForRoom = createSignForRoom(
    [
      { feed: channelFeed, urls: createUrlSigner(config, downloadFile) },
      { feed: conversationFeed, urls: createUrlSigner(config, downloadDeskFile) },
    ],
    createAvatarUrls(config),
    registry.contractOf,
  )
  const hub = createHub({ io, db, registry, signForRoom, subscriptions, metrics, intervals, log })
  const people = createConnectedPeople({ db, hub, registry, log, onDrop: (reason) => metrics.drops.inc({ reason }) })
  const visitors = createConnectedVisitors({
    hub,
    mayVisit: ctx.mayVisit,
    log,
    onDrop: (reason) => metrics.drops.inc({ reason }),
  })
  const visitorPresence = createVisitorPresence({ db, present: visitors.present, intervals, every, log })
  const presence = createPresence({
    redis,
    prefix,
    db,
    reads: createGate({
      name: 'presence',
      atOnce: 4,
      shares: { person: 2, workspace: 3 },
      maxWaiting: { total: Number.POSITIVE_INFINITY, perHolder: Number.POSITIVE_INFINITY },
      metrics: ctx.metrics,
    }),
    graceMs: config.PRESENCE_GRACE_MS,
    intervals,
    every,
    publish,
    log,
  })
  const dispatch = createDispatch({
    hub,
    registry,
    signForRoom,
    people,
    metrics,
    log,
    onPresence: presence.onPublished,
    onJoined: presence.sendMutual,
  })
  const viewings = createViewing({
    db,
    store: createViewingStore(redis, prefix),
    everyMs: intervals.viewing,
    publish,
  })
  const clientEvents = createClientEvents({
    db,
    registry,
    signForRoom,
    hub,
    people,
    presence,
    requests,
    renew: createRenew({ resolverOf: ctx.resolverOf, people, requests, isLimited: config.RATE_LIMITS }),
    publishTyping: createTyping({ redis, prefix, everyMs: intervals.typing, publish }),
    viewings,
    isLimited: config.RATE_LIMITS,
    metrics,
    log,
  })
  const admit = createAdmit({
    resolverOf: ctx.resolverOf,
    requests,
    people,
    visitors,
    hub,
    gate: createGate({
      name: 'sockets',
      metrics: ctx.metrics,
      shares: config.RATE_LIMITS
        ? {
            ip: config.SOCKETS_PER_ADDRESS,
            workspace: config.SOCKETS_PER_WORKSPACE,
            visitor: config.SOCKETS_PER_VISITOR,
            widgetKey: config.SOCKETS_PER_WIDGET_KEY,
          }
        : {},
    }),
    handshakes,
    ipOf,
    maxPerPerson: config.RATE_LIMITS ? config.SOCKETS_PER_USER : Number.POSITIVE_INFINITY,
    timeoutMs: intervals.admission,
    metrics,
    log,
  })
  metrics.gauge('parley_sockets', 'Open sockets.', () => io.of('/').sockets.size)
  metrics.gauge('parley_socket_people', 'People with open sockets.', () => people.size)
  metrics.gauge('parley_socket_visitors', 'Open sockets of visitors.', () => visitors.size)
  metrics.gauge('parley_socket_rooms', 'Rooms subscribed to.', () => subscriptions.size)
  metrics.gauge('parley_socket_feeds', 'Channels and other feeds with a sequencer.', () => hub.feeds)

  /** For events without a row in PostgreSQL. While Redis is unavailable, the sockets here still receive them. */
  function publish(message: RoomMessage, via?: string[]): void {
    publishTransient(ctx, message, via).catch(() => dispatch.receive(JSON.stringify(message)))
  }

  io.use(admit.middleware)
  io.on('connection', (socket) => {
    const { rooms, version } = admit.take(socket)
    socket.join(rooms)
    socket.leave(socket.id) // its own room, which nothing is emitted to
    socket.onAny(clientEvents.listener)
    socket.on('disconnect', onDisconnect)
    metrics.connects.inc({ outcome: 'ok' })
    if (isVisitors(socket)) {
      visitors.connected(socket, version)
      visitorPresence.enter(socket.data.visitor)
    } else onPerson(socket as ClientSocket, version)
    releaseHandshake(socket)
  })

  function onPerson(socket: ClientSocket, version: number): void {
    const { person } = socket.data
    people.connected(person, socket)
    if (person.version !== version) void people.refresh(person)
    presence.enter(person)
    void presence.sendInitial(socket)
  }

  function onDisconnect(this: AnySocket): void {
    if (isVisitors(this)) visitors.leave(this)
    else onPersonGone(this as ClientSocket)
    // A connection without its socket would count for nobody.
    this.conn.close()
  }

  function onPersonGone(socket: ClientSocket): void {
    const { person } = socket.data
    people.leave(person, socket)
    void viewings.end(socket)
    if (person.sockets.length === 0) presence.leave(person)
  }

  let reconciledAt = Date.now()
  let recheckedAt = Date.now()

  async function reconcileAll(): Promise<void> {
    reconciledAt = Date.now()
    recheckedAt = reconciledAt
    await Promise.all([hub.reconcile(), people.refreshAll(), visitors.checkAll()]).catch((error) =>
      log.debug({ err: error }, 'rooms could not be compared with PostgreSQL'),
    )
  }

  async function reconcileWhenDue(): Promise<void> {
    if (!isOpen) return
    const now = Date.now()
    if (subscriptions.isUnavailable() || now - recheckedAt >= intervals.recheck) await reconcileAll()
    else if (now - reconciledAt >= intervals.reconcile) {
      reconciledAt = now
      await hub.reconcile()
    }
  }

  let closed: Promise<void> | undefined

  return {
    async start() {
      subscriptions.start()
      presence.start()
      visitorPresence.start()
      visitors.watch(ctx.subscriber, prefix)
      isOpen = true
      every('reconcile-rooms', intervals.poll, reconcileWhenDue)
      every('release-idle-rooms', intervals.idleRoom, async () => {
        if (isOpen) hub.collect(people.isWorkspaceOfSomeone)
      })
      every('close-slow-sockets', intervals.sweep, async () => {
        sweepSockets(io, { maxBytes: config.SOCKET_BUFFER_BYTES, metrics })
      })
    },
    close() {
      closed ??= (async () => {
        isOpen = false
        await presence.close()
        await drainSockets(io, { withinMs: Math.min(config.DRAIN_TIMEOUT_MS / 2, 3_000), metrics })
        hub.close()
        subscriptions.close()
        io.engine.close()
      })()
      return closed
    },
  }
}

const released = Object.freeze({})

/** The handshake's request is no longer needed, and is most of an idle socket's memory. */
function releaseHandshake(socket: AnySocket): void {
  const { conn, request } = socket
  Object.assign(request, { rawHeaders: [], headers: released, _query: released })
  Object.assign(socket, { handshake: released })
  Object.assign(conn, { request: null })
}
