import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { EventEnvelope } from '@parley/contracts/event'
import { rooms } from '@parley/contracts/event'
import type { Message } from '@parley/contracts/messages/message'
import type { ServiceName } from '@parley/contracts/services'
import type { Caller, VisitorCaller } from '@parley/kit/assertion'
import { loadConfig } from '@parley/kit/config'
import { createDatabase } from '@parley/kit/database'
import { createRequestGate } from '@parley/kit/http'
import { createLog } from '@parley/kit/log'
import { createLoops } from '@parley/kit/loops'
import { type RoomMessage, roomChannel } from '@parley/kit/outbox'
import { connectRedis } from '@parley/kit/redis'
import { openRuntime } from '@parley/kit/runtime'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase, type TestDatabase } from '@parley/testing/database'
import { type SeededWorkspace, seedWorkspace } from '@parley/testing/fixtures'
import { newRedisPrefix } from '@parley/testing/platform'
import { addMembers, insertChannel, removeMember } from '@parley/testing/rows/channels'
import { changeMessage, post } from '@parley/testing/rows/messaging'
import { takeEvents } from '@parley/testing/rows/outbox'
import { environmentOf, newKeys } from '@parley/testing/settings'
import { openSocket, type TestSocket } from '@parley/testing/sockets'
import { type Kysely, type KyselyPlugin, sql } from 'kysely'
import { inject, vi } from 'vitest'
import { createResolverOf } from '../../src/admission/resolvers.ts'
import { readVisitorAccess } from '../../src/admission/visitor-access.ts'
import { createVisitorResolver } from '../../src/admission/visitor-tokens.ts'
import { Config } from '../../src/config.ts'
import { createCredentials } from '../../src/identity/credentials.ts'
import type { DB } from '../../src/schema.ts'
import { createBatcher } from '../../src/sockets/batch.ts'
import { defaultIntervals, type Intervals } from '../../src/sockets/config.ts'
import { createSockets } from '../../src/sockets/sockets.ts'

export const trace = { requestId: 'scene', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }

/** Intervals for tests: safety nets run too late to help, unless a test is about them. */
const testIntervals: Intervals = {
  ...defaultIntervals,
  reconcile: 3_600_000,
  recheck: 3_600_000,
  poll: 200,
  gapDelay: 50,
  sweep: 50,
}

type Cast = SeededWorkspace<'ada' | 'bob' | 'cyd' | 'gus'>

/** A gateway that has sockets and nothing else. */
export interface Replica {
  url: string
  /** The value of one counter or gauge in `/metrics`. */
  measure(name: string, labels?: Record<string, string>): Promise<number>
  close(): Promise<void>
}

/**
 * The rows are real, written by the services' own functions; what they put into their outboxes is passed to the test,
 * which publishes it, or not, in the order it likes.
 */
export interface Scene {
  database: TestDatabase
  acme: Cast
  eve: Caller
  gateways: Replica[]
  redisUrl: string
  prefix: string
  startGateway(options?: {
    env?: Record<string, string>
    intervals?: Partial<Intervals>
    /** Of its queries: to hold what one of them answers. */
    plugin?: KyselyPlugin
  }): Promise<Replica>
  /** A token of a new session. */
  tokenOf(person: Caller, lifetimeSeconds?: number): Promise<string>
  connect(person: Caller, gateway?: Replica): Promise<TestSocket>
  /** The token of a visitor of Acme's site. */
  visitorToken(visitor: VisitorCaller, lifetimeSeconds?: number): string
  /** A channel with these members; its events are discarded. */
  channel(input: { members: Caller[]; isPrivate?: boolean }): Promise<string>
  add(channelId: string, ...people: Caller[]): Promise<RoomMessage[]>
  remove(channelId: string, person: Caller): Promise<RoomMessage[]>
  post(channelId: string, author: Caller, content: string): Promise<RoomMessage>
  edit(messageId: string, content: string): Promise<RoomMessage>
  erase(messageId: string): Promise<RoomMessage>
  publish(...messages: RoomMessage[]): Promise<void>
  /** Takes the rows of a service's outbox. */
  take(service: ServiceName): Promise<RoomMessage[]>
}

export async function setScene(
  options: { gateways?: number; redisUrl?: string; env?: Record<string, string>; intervals?: Partial<Intervals> } = {},
): Promise<Scene> {
  const database = await createTestDatabase()
  const redisUrl = options.redisUrl ?? inject('parley').redisUrl
  const prefix = newRedisPrefix()
  const keys = newKeys()
  const quiet = createLog('scene', { LOG_LEVEL: 'silent' })
  const redis = connectRedis(redisUrl, quiet)
  const gatewayDb = createDatabase<unknown>('gateway', { url: database.urlOf('gateway'), poolSize: 2, log: quiet })
  closeAfterwards({
    close: async () => {
      redis.disconnect()
      await gatewayDb.destroy()
    },
  })

  const take = (service: ServiceName) => takeEvents(database, service)

  async function startGateway({ env, intervals, plugin }: Parameters<Scene['startGateway']>[0] = {}) {
    const around = { keys, databaseUrl: database.urlOf('gateway'), redisUrl, redisPrefix: prefix, urls: new Map() }
    const config = loadConfig(Config, { ...environmentOf('gateway', around), ...options.env, ...env })
    const runtime = openRuntime<DB>('gateway', config)
    const credentials = createCredentials({
      db: runtime.db,
      jwtSecret: config.JWT_SECRET,
      prefix,
      log: runtime.log,
    })
    const mayVisit = createBatcher(readVisitorAccess(runtime.db), { size: 100, parallel: 1 })
    const visitors = createVisitorResolver({ tokens: createVisitorTokens(config), mayVisit, prefix })
    const resolverOf = createResolverOf([credentials.sessions, credentials.apiKeys, visitors])
    const requests = createRequestGate(config, runtime.metrics)
    const server = createServer((_request, response) => response.writeHead(404).end())
    const loops = createLoops(runtime)
    const db = plugin ? runtime.db.withPlugin(plugin) : runtime.db
    const sockets = createSockets(
      { ...runtime, db, every: loops.every, config, resolverOf, mayVisit, requests },
      server,
      { intervals: { ...testIntervals, ...options.intervals, ...intervals } },
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    loops.start()
    await sockets.start()
    let closed: Promise<void> | undefined
    const replica: Replica = {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async measure(name, labels = {}) {
        const metric = await runtime.metrics.registry.getSingleMetric(name)!.get()
        const found = metric.values.find((value) =>
          Object.entries(labels).every(([label, is]) => value.labels[label] === is),
        )
        return found?.value ?? 0
      },
      close() {
        closed ??= (async () => {
          await sockets.close()
          await new Promise((resolve) => server.close(resolve))
          await loops.close()
          await runtime.close()
        })()
        return closed
      },
    }
    closeAfterwards(replica)
    return replica
  }

  async function tokenOf({ userId, workspaceId }: Caller, lifetimeSeconds = 3_600): Promise<string> {
    const [session] = await database.query<{ id: string; expires_at: string }>(
      `insert into gateway.sessions (workspace_id, user_id, expires_at)
       values ($1, $2, date_trunc('second', now()) + make_interval(secs => $3)) returning id, expires_at`,
      [workspaceId, userId, lifetimeSeconds],
    )
    const credentials = createCredentials({
      db: gatewayDb as Kysely<DB>,
      jwtSecret: keys.jwtSecret,
      prefix,
      log: quiet,
    })
    return credentials.issue({ id: session!.id, userId, workspaceId, expiresAt: session!.expires_at })
  }

  async function publish(...messages: RoomMessage[]): Promise<void> {
    // In one go: what follows is there before anyone has had time to think about what came first.
    await Promise.all(
      messages.flatMap((message) =>
        message.rooms.map((room) => redis.publish(roomChannel(prefix, room), JSON.stringify(message))),
      ),
    )
  }

  async function change(messageId: string, set: { content: string } | 'deleted'): Promise<RoomMessage> {
    const { workspace_id, channel_id, seq, rev } = await changeMessage(database, messageId, set)
    const { rows } = await sql<{ events: EventEnvelope[] }>`
      select events from messaging.changes(${workspace_id}, ${channel_id}, (
        select seq from messaging.channel_counts where workspace_id = ${workspace_id} and channel_id = ${channel_id}),
        ${rev - 1}, 1)`.execute(gatewayDb)
    const event = rows[0]!.events.find((each) => each.seq === seq)!
    return { rooms: [rooms.channel(channel_id)], event, trace: null }
  }

  const [acme, globex] = await Promise.all([
    seedWorkspace(database, { ada: 'owner', bob: 'member', cyd: 'member', gus: 'guest' }),
    seedWorkspace(database, { eve: 'owner' } satisfies Record<string, WorkspaceRole>),
  ])
  await take('channels')
  const gateways: Replica[] = []
  for (let i = 0; i < (options.gateways ?? 1); i++) gateways.push(await startGateway())

  let named = 0
  return {
    database,
    acme,
    eve: globex.eve,
    gateways,
    redisUrl,
    prefix,
    startGateway,
    tokenOf,
    publish,
    take,
    visitorToken: (visitor, lifetimeSeconds = 3_600) =>
      createVisitorTokens({ VISITOR_TOKEN_SECRETS: [keys.visitorTokenSecret] }).issue(visitor, lifetimeSeconds),
    connect: async (person, gateway = gateways[0]!) => openSocket(gateway.url, await tokenOf(person)),
    async channel({ members, isPrivate = true }) {
      const id = await insertChannel(database, { name: `channel-${++named}`, isPrivate, members })
      await take('channels')
      return id
    },
    async add(channelId, ...people) {
      await addMembers(database, channelId, people)
      return take('channels')
    },
    async remove(channelId, person) {
      await removeMember(database, channelId, person)
      return take('channels')
    },
    async post(channelId, author, content) {
      await post(database, author, channelId, content)
      const [message] = await take('messaging')
      return message!
    },
    edit: (messageId, content) => change(messageId, { content }),
    erase: (messageId) => change(messageId, 'deleted'),
  }
}

/** The contents of the messages a socket received, in order. */
export const contentsOf = (socket: TestSocket, channelId: string): string[] =>
  socket.events
    .filter(({ type, channel_id }) => type === 'message.created' && channel_id === channelId)
    .map(({ data }) => (data as Message).content)

/** Resolves when a socket has received this many messages of a channel; their contents. */
export const untilContents = (socket: TestSocket, channelId: string, count: number): Promise<string[]> =>
  vi.waitUntil(
    () => (contentsOf(socket, channelId).length >= count ? contentsOf(socket, channelId) : undefined),
    30_000,
  )

/** Sends an event and waits for its acknowledgement. */
export const ask = <T>(socket: TestSocket, event: string, ...payload: unknown[]): Promise<T> =>
  socket.ask(event, ...payload)

/**
 * Resolves when everything that was published before this call has reached the socket: an answer comes after what was
 * emitted before it, and a probe through Redis after what was published before it.
 */
export async function settled(scene: Scene, socket: TestSocket, person: Caller): Promise<void> {
  const id = crypto.randomUUID()
  const probe: RoomMessage = {
    rooms: [rooms.user(person.workspaceId, person.userId)],
    event: {
      id,
      type: 'probe',
      workspace_id: person.workspaceId,
      channel_id: null,
      seq: null,
      rev: null,
      at: new Date().toISOString(),
      data: null,
    },
    trace: null,
  }
  await scene.publish(probe)
  await vi.waitUntil(() => socket.events.some((event) => event.id === id), 30_000)
}
