import { randomUUID } from 'node:crypto'
import { addChannelMember, createChannel } from '@parley/contracts/channels/channels'
import type { InputOf } from '@parley/contracts/endpoint'
import type { EventContract, EventOf } from '@parley/contracts/event'
import type { ServiceName } from '@parley/contracts/services'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { type RoomMessage, roomChannel } from '@parley/kit/outbox'
import { connectSubscriber } from '@parley/kit/redis'
import { type Answer, blanked } from '@parley/testing/answer'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { TestDatabase } from '@parley/testing/database'
import { type SeededWorkspace, seedWorkspace } from '@parley/testing/fixtures'
import { type BootedService, bootService } from '@parley/testing/service'
import type { Env } from '@parley/testing/settings'
import { type Kysely, sql } from 'kysely'
import { expect, vi } from 'vitest'

type Cast = SeededWorkspace<'ada' | 'bob' | 'cyd' | 'gus'>

/** The channels service; Ada owns a workspace that Bob, Cyd and the guest Gus are in; Eve owns another. */
export interface Scene {
  channels: BootedService
  database: TestDatabase
  acme: Cast
  eve: Caller
  /** Everything published since the scene began, in order, each event once. */
  published: PublishedEvent[]
  /** The events of one kind about one channel, once there are `count` of them. */
  received<E extends EventContract>(
    contract: E,
    channelId: string,
    count?: number,
  ): Promise<(PublishedEvent & EventOf<E>)[]>
  answerTo: (caller: Caller, ...call: Parameters<ReturnType<BootedService['callAs']>['answer']>) => Promise<Answer>
  /** A channel that Ada made; its id. */
  channel(input?: Partial<InputOf<typeof createChannel>>, creator?: Caller): Promise<string>
  /** Ada, or another member, adds someone. */
  add(channelId: string, person: Caller, by?: Caller): Promise<void>
  archive(channelId: string): Promise<void>
  membersOf(channelId: string): Promise<{ user_id: string; role: string }[]>
}

export type PublishedEvent = RoomMessage['event'] & { rooms: string[]; trace: RoomMessage['trace'] }

export const unknownId = '00000000-0000-7000-8000-000000000000'
export const trace = { requestId: 'scene', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }

let named = 0
/** A channel name that nothing else in this file has. */
export const newName = () => `channel-${++named}`

export async function setScene({ env = {} }: { env?: Env } = {}): Promise<Scene> {
  const channels = await bootService('channels', { env })
  const { database } = channels
  const published = await listen(channels)
  const [acme, globex] = await Promise.all([
    seedWorkspace(database, { ada: 'owner', bob: 'member', cyd: 'member', gus: 'guest' }),
    seedWorkspace(database, { eve: 'owner' }),
  ])
  return {
    channels,
    database,
    acme,
    eve: globex.eve,
    published,
    received: (contract, channelId, count = 1) =>
      vi.waitUntil(() => {
        const received = published.filter(({ type, channel_id }) => type === contract.type && channel_id === channelId)
        return received.length >= count ? (received as (PublishedEvent & EventOf<typeof contract>)[]) : undefined
      }, 30_000),
    answerTo: async (caller, ...call) => blanked(await channels.callAs(caller).answer(...call)),
    async channel(input, creator = acme.ada) {
      const { channel } = await channels.callAs(creator).call(createChannel, {
        workspace_id: creator.workspaceId,
        name: newName(),
        channel_type: 'text',
        ...input,
      })
      return channel.id
    },
    async add(channelId, person, by = acme.ada) {
      await channels.callAs(by).call(addChannelMember, { id: channelId, user_id: person.userId })
    },
    async archive(channelId) {
      await database.query('update channels.channels set is_archived = true where id = $1', [channelId])
    },
    membersOf: (channelId) =>
      database.query('select user_id, role from channels.members where channel_id = $1 order by joined_at, user_id', [
        channelId,
      ]),
  }
}

/** Receives every room as a gateway would. */
async function listen({ redisUrl, redisPrefix }: BootedService): Promise<PublishedEvent[]> {
  const events: PublishedEvent[] = []
  const subscriber = connectSubscriber(redisUrl, createLog('listener', { LOG_LEVEL: 'silent' }))
  closeAfterwards({ close: async () => subscriber.disconnect() })
  subscriber.on('pmessage', (_pattern: string, _channel: string, text: string) => {
    const { rooms, event, trace } = JSON.parse(text) as RoomMessage
    if (!events.some(({ id }) => id === event.id)) events.push({ ...event, rooms, trace })
  })
  await subscriber.psubscribe(roomChannel(redisPrefix, '*'))
  return events
}

/** Adds someone to a workspace as the gateway would. */
export async function newcomer(
  { database }: Scene,
  workspaceId: string,
  name: string,
  role: Caller['role'] = 'member',
): Promise<Caller> {
  const [user] = await database.query<{ id: string }>(
    `insert into gateway.users (email, email_verified_at, name, password_hash)
     values ($1, now(), $2, 'cannot sign in') returning id`,
    [`${name}-${randomUUID()}@parley.test`, name],
  )
  const userId = user!.id
  await database.query(`insert into gateway.members (workspace_id, user_id, role) values ($1, $2, $3)`, [
    workspaceId,
    userId,
    role,
  ])
  await database.query(`select channels.enter_workspace($1, $2, $3, '{}', $4)`, [workspaceId, userId, role, trace])
  return {
    userId,
    workspaceId,
    credentialId: randomUUID(),
    kind: 'user',
    credential: 'session',
    role,
    isAgent: false,
    scopes: null,
  }
}

/** A few connections signed in as a service; closed by themselves when the test file ends. */
export function signedIn({ database }: Scene, service: ServiceName, poolSize = 10): Kysely<unknown> {
  const log = createLog('test', { LOG_LEVEL: 'silent' })
  const db = createDatabase<unknown>(service, { url: database.urlOf(service), poolSize, log })
  closeAfterwards({ close: () => db.destroy() })
  return db
}

/** Posts as messaging does; answers the outcome, or the SQLSTATE with which the wait for the channel ended. */
export function poster(scene: Scene): (author: Caller, channelId: string) => Promise<string> {
  const messaging = signedIn(scene, 'messaging')
  return async ({ workspaceId, userId }, channelId) => {
    const { rows } = await sql<{ outcome: string }>`
      select outcome from post_message(p_workspace => ${workspaceId}, p_channel => ${channelId}, p_author => ${userId},
        p_post => '{"content": "hello"}', p_trace => ${JSON.stringify(trace)}::jsonb)`
      .execute(messaging)
      .catch((error: { code?: string }) => ({ rows: [{ outcome: error.code ?? String(error) }] }))
    return rows[0]!.outcome
  }
}

/** Expects every channel's counter to equal its memberships. */
export async function expectExactCounts(database: TestDatabase): Promise<void> {
  const wrong = await database.query(`
    select c.id, c.member_count, count(m) from channels.channels c left join channels.members m on m.channel_id = c.id
    group by c.workspace_id, c.id having c.member_count <> count(m)`)
  expect(wrong).toEqual([])
}

/** How many answers came with each status. */
export const tally = (answers: { status: number }[]): Record<number, number> =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]))

/** Resolves when this many statements wait for locks of other transactions. */
export const untilSomeoneWaits = (database: TestDatabase, howMany = 1) =>
  vi.waitUntil(async () => {
    const waiting = await database.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return waiting.length >= howMany
  }, 30_000)
