import { postMessage } from '@parley/contracts/messages/messages'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import type { Request } from '@parley/kit/route'
import { traceFrom } from '@parley/kit/trace'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { explaining, type PlanNode } from '@parley/testing/explaining'
import { analyzeMemberships, insertMemberships } from '@parley/testing/rows/channels'
import { analyzePeople, insertPeople } from '@parley/testing/rows/gateway'
import { findCandidates } from '@parley/text/mentions'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Context } from '../src/context.ts'
import { post } from '../src/posting.ts'
import type { DB } from '../src/schema.ts'
import { findFollowedThreads } from '../src/store/following.ts'
import { findAround, findHistory } from '../src/store/history.ts'
import { findMentions } from '../src/store/mentions.ts'
import { findMessage } from '../src/store/messages.ts'
import { findPins } from '../src/store/pins.ts'
import { findUnread } from '../src/store/reads.ts'
import { countUnreadThreads } from '../src/store/thread-reads.ts'
import { setScene } from './scene.ts'
import { connectAs } from './service-scene.ts'

const log = createLog('growth', { LOG_LEVEL: 'silent' })
const scene = await setScene()
const { acme, database } = scene
const { ada, bob } = acme

const db: Kysely<unknown> = createDatabase('messaging', {
  url: database.urlOf('messaging'),
  poolSize: 1,
  log,
})
closeAfterwards({ close: () => db.destroy() })
let plan: PlanNode
const explained = db.withPlugin(
  explaining(({ Plan }) => {
    plan = Plan
  }),
)

const nodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodes)]

const counts = { short: 600, long: 30_000 }
const [short, long] = [await scene.channel({}, [bob]), await scene.channel({}, [bob])]
await scene.fill(short, { count: counts.short, roots: 10 })
await scene.fill(long, { count: counts.long, roots: 10 })
// Bob has five roots yet to read in each.
await database.query(
  `insert into messaging.reads (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)
   select $1, channel_id, workspace_id, seq, id, now() from messaging.messages
   where channel_id = $2 and seq = $3 or channel_id = $4 and seq = $5`,
  [bob.userId, short, counts.short - 50, long, counts.long - 50],
)
// Five pins in each, wherever they are.
await database.query(
  `update messaging.messages set metadata = jsonb_build_object('pinned', true, 'pinned_at', parley.iso(now()))
   where channel_id in ($1, $2) and seq % 100 = 1 and seq < 500`,
  [short, long],
)
await database.query('vacuum analyze messaging.messages')
await database.query('vacuum analyze messaging.reads')
const idAt = async (channel: string, seq: number) =>
  (
    await database.query<{ id: string }>('select id from messaging.messages where channel_id = $1 and seq = $2', [
      channel,
      seq,
    ])
  )[0]!.id

const size = { [short]: counts.short, [long]: counts.long }
const page = { kind: 'page', offset: 0 } as const

/** What a request reads that names a place in a channel. */
const reads: Record<string, (channel: string) => Promise<unknown>> = {
  'the newest messages': (channel) => findHistory(explained, ada, channel, page, 20),
  'the page before a message': async (channel) =>
    findHistory(explained, ada, channel, { ...page, before: await idAt(channel, size[channel]! - 249) }, 20),
  'the page after a message': async (channel) =>
    findHistory(explained, ada, channel, { ...page, after: await idAt(channel, size[channel]! - 249) }, 20),
  'what is around a message': async (channel) =>
    findAround(explained, ada, channel, { threadId: undefined, place: await idAt(channel, size[channel]! - 249) }, 20),
  'what is around a time': async (channel) =>
    findAround(explained, ada, channel, { threadId: undefined, place: { at: new Date().toISOString() } }, 20),
  'a thread': async (channel) =>
    findHistory(explained, ada, channel, { ...page, threadId: await idAt(channel, size[channel]! - 9) }, 20),
  'what came since': (channel) =>
    findHistory(explained, ada, channel, { kind: 'since', by: 'seq', position: size[channel]! - 30 }, 20),
  'what changed since': (channel) =>
    findHistory(explained, ada, channel, { kind: 'since', by: 'rev', position: size[channel]! - 30 }, 20),
  'one message': async (channel) => findMessage(explained, ada, await idAt(channel, size[channel]! - 100)),
  'the pins': (channel) => findPins(explained, ada, channel, { limit: 20 }),
  'what a socket missed': (channel) => missed(channel, size[channel]! - 20, size[channel]! - 20),
  'what a socket missed that knows all but nothing of changes': (channel) => missed(channel, size[channel]!, 0),
}

/** `changes` is a function to the planner, which shows its blocks and not its plan. */
const missed = (channel: string, seq: number, rev: number) =>
  sql`select * from changes(${acme.workspaceId}, ${channel}, ${seq}, ${rev}, 20)`.execute(explained)

it.each(Object.entries(reads))('%s cost the same in a channel of 600 messages and of 30,000', async (_, read) => {
  const blocks = async (channel: string) => {
    await read(channel) // warms the planner's own caches
    await read(channel)
    for (const node of nodes(plan))
      if (node['Node Type'] === 'Seq Scan') expect(node['Relation Name']).not.toBe('messages')
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  }
  const few = await blocks(short)
  expect(few).toBeGreaterThan(0)
  expect(await blocks(long)).toBeLessThanOrEqual(few + 15)
})

it('mentions cost the same with 2,000 as with 10,000', async () => {
  const blocks = async (isEvery: number) => {
    await database.query('delete from messaging.mentions')
    await database.query(
      `insert into messaging.mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)
       select channel_id, case when seq % 2 = 0 then $1::uuid end, seq, id, workspace_id, user_id, false
       from messaging.messages where channel_id in ($2, $3) and seq % $4 = 0`,
      [bob.userId, short, long, isEvery],
    )
    await database.query('vacuum analyze messaging.mentions')
    for (let times = 0; times < 8; times++) await findMentions(explained, bob, { limit: 20 })
    for (const node of nodes(plan))
      if (node['Relation Name'] === 'messages') expect(node['Node Type']).toMatch(/^Index/)
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  }
  // Both are more than are counted. Blocks that a vacuum could not mark visible, which differ by run, are within the margin.
  const some = await blocks(15)
  expect(some).toBeGreaterThan(0)
  expect(await blocks(3)).toBeLessThan(1.5 * some)
})

it('unread counts read what is unread, not what there is', async () => {
  await findUnread(explained, bob)
  const before = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  expect((await findUnread(db, bob)).filter(({ unread_count }) => unread_count === 5)).toHaveLength(2)
  expect(before).toBeLessThan(100)
  for (const node of nodes(plan)) if (node['Relation Name'] === 'messages') expect(node['Node Type']).toMatch(/^Index/)
})

it('an import reads nothing of what is there but what it names', async () => {
  await database.query(
    `update messaging.messages set service_key = 'parley_integrations:' || seq where channel_id = $1`,
    [short],
  )
  const bridge = await connectAs(database, 'integrations')
  const author = { type: 'bridged', platform: 'slack', foreign_id: 'U1', name: 'Zoe' } as const
  const old = (key: string, more = {}) => ({ key, author, content: key, created_at: '2024-05-01T12:00:00Z', ...more })
  const place = { workspaceId: acme.workspaceId, channelId: long }
  await bridge.import(place, [old('stored')])
  await bridge.query('begin')
  const root = { parent_message_id: await idAt(long, 9) }
  const { stored } = await bridge.import(place, [old('a', { parent_key: 'stored' }), old('b', root), old('stored')])
  expect(stored).toBe(2)
  const { rows } = await bridge.query(
    `select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables
     where schemaname = 'messaging' and relname = 'messages'`,
  )
  expect(rows[0].read).toBeGreaterThan(0)
  expect(rows[0].read).toBeLessThan(50)
  await bridge.query('rollback')
})

it('what a socket missed passes over nothing that had changed before', async () => {
  const channel = await scene.channel()
  await scene.fill(channel, { count: 5_000 })
  await database.query('update messaging.messages set rev = seq + 5000 where channel_id = $1', [channel])
  await database.query('update messaging.channel_heads set rev = 10000 where channel_id = $1', [channel])
  await database.query('vacuum analyze messaging.messages')
  for (let times = 0; times < 8; times++) await missed(channel, 5_000, 9_990) // by then the plan is the one that stays
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(150)
  const { rows } = await sql<{
    events: unknown[]
  }>`select events from changes(${acme.workspaceId}, ${channel}, 5000, 9990, 20)`.execute(db)
  expect(rows[0]!.events).toHaveLength(10)
})

it('followed threads cost the same with a hundred as with fifty times as many', async () => {
  const follow = (channel: string) =>
    database.query(
      `insert into messaging.thread_people (root_id, user_id, channel_id, workspace_id, last_reply_at, last_reply_seq)
       select id, $2, channel_id, workspace_id, created_at, seq + reply_count from messaging.messages
       where channel_id = $1 and parent_message_id is null on conflict do nothing`,
      [channel, bob.userId],
    )
  const blocks = async () => {
    await database.query('vacuum analyze messaging.thread_people')
    for (let times = 0; times < 8; times++) await findFollowedThreads(explained, bob, { limit: 20 })
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  }
  await follow(short)
  const few = await blocks()
  await follow(long)
  expect(await blocks()).toBeLessThanOrEqual(few + 60)
  const { threads } = await findFollowedThreads(db, bob, { limit: 100 })
  expect(threads.map(({ id }) => id)).toEqual(
    threads
      .map(({ id }) => id)
      .toSorted()
      .reverse(),
  )
  expect(threads).toHaveLength(100)

  await database.query('update messaging.thread_people set last_read_seq = last_reply_seq where user_id = $1', [
    bob.userId,
  ])
  await database.query('update messaging.thread_people set last_read_seq = 0 where root_id = any($1)', [
    threads.slice(0, 3).map(({ id }) => id),
  ])
  await database.query('vacuum analyze messaging.thread_people')
  expect(await countUnreadThreads(db, bob)).toBe(3)
  await expect(countUnreadThreads(explained, bob)).rejects.toThrow('no result')
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(100)
})

it('mentions are looked up at the same cost in a channel of 5,000 members as in one of 50', async () => {
  /** Adds people to the workspace and to a channel, each with a handle of their own. */
  const addMembers = async (channel: string, count: number) => {
    const people = await insertPeople(database, acme.workspaceId, count)
    await insertMemberships(database, { workspaceId: acme.workspaceId, channelId: channel }, people)
  }
  const [small, large] = [await scene.channel(), await scene.channel()]
  await addMembers(small, 50)
  await addMembers(large, 5_000)
  await analyzePeople(database)
  await analyzeMemberships(database)
  const blocks = async (channel: string, text: string, named: number) => {
    const handles = JSON.stringify(findCandidates(text))
    const resolve = (on: typeof db) =>
      sql<{ mentions: object[] }>`
        select resolve_mentions(${acme.workspaceId}, ${channel}, ${handles}) as mentions`.execute(on)
    expect((await resolve(db)).rows[0]!.mentions).toHaveLength(named)
    for (let times = 0; times < 8; times++) await resolve(explained)
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  }
  const few = await blocks(small, 'for @m7of50, @m8of50 and nobody else', 2)
  expect(few).toBeGreaterThan(0)
  expect(await blocks(large, 'for @m7of5000, @m8of5000 and nobody else', 2)).toBeLessThanOrEqual(few + 15)
})

it.each([undefined, 'a-key'])('a post is one statement, with the Idempotency-Key %s', async (idempotencyKey) => {
  const sent = vi.spyOn(pg.Client.prototype, 'query')
  onTestFinished(() => sent.mockRestore())
  const db = createDatabase<DB>('messaging', { url: database.urlOf('messaging'), poolSize: 1, log })
  closeAfterwards({ close: () => db.destroy() })
  await sql`select 1`.execute(db)
  sent.mockClear()
  const flushed = { flush() {}, notify() {} } as unknown as Context['outbox']
  const context: Context = { db, outbox: flushed, indexer: flushed, searchStatistics: () => Promise.reject() }
  const body = { channel_id: short, content: 'in one round trip', content_type: 'text' as const }
  const request = {
    endpoint: postMessage,
    params: {},
    query: {},
    body,
    caller: ada,
    trace: traceFrom(undefined, undefined),
    idempotencyKey,
    log,
  } as unknown as Request
  const posting = () => post(context, request, { body, target: { channelId: short }, sendAt: null })
  expect(await posting()).toMatchObject({ status: 201 })
  expect(sent).toHaveBeenCalledTimes(1)
  expect(await posting()).toMatchObject(idempotencyKey ? { replayed: true } : { status: 201 })
})
