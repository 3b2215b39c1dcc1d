import { addChannelMember, createChannel } from '@parley/contracts/channels/channels'
import type { InputOf } from '@parley/contracts/endpoint'
import type { EventContract, EventOf } from '@parley/contracts/event'
import type { ServiceName } from '@parley/contracts/services'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { type Answer, blanked } from '@parley/testing/answer'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { TestDatabase } from '@parley/testing/database'
import { type SeededWorkspace, seedWorkspace } from '@parley/testing/fixtures'
import { listenToRooms, type PublishedEvent } from '@parley/testing/room-listener'
import { type BootedService, bootService } from '@parley/testing/service'
import type { Env } from '@parley/testing/settings'
import type { Kysely } from 'kysely'
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

export const unknownId = '00000000-0000-7000-8000-000000000000'
export const trace = { requestId: 'scene', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }

let named = 0
/** A channel name that nothing else in this file has. */
export const newName = () => `channel-${++named}`

export async function setScene({ env = {} }: { env?: Env } = {}): Promise<Scene> {
  const channels = await bootService('channels', { env })
  const { database } = channels
  const published = await listenToRooms(channels)
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

/** A few connections signed in as a service; closed by themselves when the test file ends. */
export function signedIn({ database }: Scene, service: ServiceName, poolSize = 10): Kysely<unknown> {
  const log = createLog('test', { LOG_LEVEL: 'silent' })
  const db = createDatabase<unknown>(service, { url: database.urlOf(service), poolSize, log })
  closeAfterwards({ close: () => db.destroy() })
  return db
}

/** Expects every channel's counter to equal its memberships. */
export async function expectExactCounts(database: TestDatabase): Promise<void> {
  const wrong = await database.query(`
    select c.id, c.member_count, count(m) from channels.channels c left join channels.members m on m.channel_id = c.id
    group by c.workspace_id, c.id having c.member_count <> count(m)`)
  expect(wrong).toEqual([])
}
