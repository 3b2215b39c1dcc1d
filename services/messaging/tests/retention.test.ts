import { channelUpdated } from '@parley/contracts/channels/events'
import { title } from '@parley/contracts/endpoint'
import { toggleReaction } from '@parley/contracts/messages/changes'
import { listUnread } from '@parley/contracts/messages/messages'
import { listPins, pinMessage } from '@parley/contracts/messages/pins'
import {
  getChannelRetention,
  getRetention,
  resetChannelRetention,
  retentionLimits,
  setChannelRetention,
  setRetention,
} from '@parley/contracts/messages/retention'
import { searchMessages } from '@parley/contracts/messages/search'
import { forgetExpiredMessages } from '@parley/contracts/twins/jobs'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { explaining, type PlanNode } from '@parley/testing/explaining'
import { findAuditEntries } from '@parley/testing/rows/gateway'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '../src/context.ts'
import { sweepExpired } from '../src/retention-sweeper.ts'
import { deleteExpired, findExpiredChannel } from '../src/store/expired.ts'
import { file, upload } from './files-scene.ts'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, database, as, answerTo, eve } = scene
const { ada, bob, cyd, gus } = acme
const { workspaceId } = acme
const db: Db = createDatabase('messaging', {
  url: database.urlOf('messaging'),
  poolSize: 2,
  log: createLog('retention', { LOG_LEVEL: 'silent' }),
})
closeAfterwards({ close: () => db.destroy() })

/** Events and files go with the next poll. */
const sweep = () => sweepExpired({ db, outbox: { notify: () => {} } }, { sweep: () => {} })

/** Makes messages so many days older. */
const age = (days: number, ...messages: { id: string }[]) =>
  database.query(
    `update messaging.messages set created_at = created_at - $2 * interval '1 day' where id = any($1::uuid[])`,
    [messages.map(({ id }) => id), days],
  )
const ageChannel = (channelId: string, days: number) =>
  database.query(
    `update messaging.messages set created_at = created_at - $2 * interval '1 day' where channel_id = $1`,
    [channelId, days],
  )
/** Lets the time after a change pass. */
const graceIsOver = () => database.query('update messaging.retention set applies_at = now()')
const keep = async (who: Caller, id: string, days: number | null) => {
  await as(who).call(setChannelRetention, { id, days })
  await graceIsOver()
}

const tables = ['messages', 'reactions', 'mentions', 'thread_people', 'files', 'search_documents']
async function left(channel: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const [row] = await database.query<{ count: number }>(
      `select count(*) from messaging.${table} where ${table === 'files' ? 'place_id' : 'channel_id'} = $1`,
      [channel],
    )
    if (row!.count > 0) counts[table] = row!.count
  }
  return counts
}
const headOf = async (channel: string) =>
  (
    await database.query<{ message_count: number; root_count: number; rev: number; imported_rev: number }>(
      'select message_count, root_count, rev, imported_rev from messaging.channel_heads where channel_id = $1',
      [channel],
    )
  )[0]!
const recorded = (channel: string) => findAuditEntries(database, workspaceId, 'channel.messages_expired', channel)

/** A channel with something of everything, said long ago. */
async function lived(who: Caller[] = [bob, cyd]) {
  const channel = await scene.channel({}, who)
  const [attachment] = await upload(scene, bob, channel, file('old.txt'))
  const root = await scene.post(bob, channel, 'for @ada and @channel', { attachments: [{ id: attachment!.id }] })
  const reply = await scene.reply(cyd, root, 'ask @bob')
  await as(ada).call(pinMessage, { id: root.id })
  await as(bob).call(toggleReaction, { id: root.id, emoji: 'fire' })
  const gone = await scene.post(ada, channel)
  await scene.delete(gone)
  await scene.indexed()
  expect(Object.keys(await left(channel)).sort()).toEqual([...tables].sort())
  return { channel, root, reply }
}

beforeEach(() => database.query('delete from messaging.retention'))

describe('messages older than their channel keeps them', () => {
  it('go with everything of theirs, and none of a channel that keeps its own', async () => {
    const { channel } = await lived()
    const { channel: kept } = await lived()
    const { channel: longer } = await lived()
    for (const each of [channel, kept, longer]) await ageChannel(each, 40)
    const young = await scene.post(ada, channel, 'said today')
    const before = [await left(kept), await left(longer)]
    await as(ada).call(setRetention, { days: 30 })
    await as(ada).call(setChannelRetention, { id: kept, days: null })
    await as(ada).call(setChannelRetention, { id: longer, days: 365 })
    await sweep()
    expect(await left(channel)).toMatchObject({ messages: 4 }) // an hour is left to think better of it
    await graceIsOver()
    await scene.indexed()
    await sweep()
    expect(await left(channel)).toEqual({ messages: 1, search_documents: 1 })
    expect([await left(kept), await left(longer)]).toEqual(before)
    expect((await scene.list(bob, { channel_id: channel })).map(({ id }) => id)).toEqual([young.id])
    expect(await headOf(channel)).toMatchObject({ message_count: 1, root_count: 1 })
    expect((await as(bob).call(listPins, { id: channel })).pins).toEqual([])
    const found = await as(bob).call(searchMessages, { query: 'ask', channel_id: channel })
    expect(found.data).toEqual([])
    expect((await as(bob).call(listUnread, { workspace_id: workspaceId })).channels).toContainEqual(
      expect.objectContaining({ channel_id: channel, unread_count: 1, mention_count: 0 }),
    )
  })

  it('leave younger replies their root, empty, which goes with the last of them', async () => {
    const { channel, root, reply } = await lived()
    const second = await scene.reply(bob, root, 'still young')
    await age(40, root, reply)
    await keep(ada, channel, 30)
    await sweep()
    const stored = () =>
      database.query<{ id: string; content: string; reply_count: number; participants: string[] }>(
        'select id, content, reply_count, participants from messaging.messages where channel_id = $1 order by seq',
        [channel],
      )
    expect((await stored()).filter(({ id }) => id === root.id)).toEqual([
      { id: root.id, content: '', reply_count: 1, participants: [bob.userId] },
    ])
    const thread = await scene.list(bob, { channel_id: channel, thread_id: root.id })
    expect(thread.map(({ id }) => id)).toEqual([second.id])
    await age(40, second)
    await ageChannel(channel, 1)
    await sweep()
    await sweep()
    expect((await stored()).filter(({ id }) => id === root.id || id === second.id)).toEqual([])
    expect(await headOf(channel)).toMatchObject({ message_count: 0, root_count: 0 })
  })

  it('go in batches that a crash may part, publish once, reset who was away, and are recorded once', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.fill(channel, { count: 450, roots: 3 })
    await ageChannel(channel, 40)
    await scene.post(ada, channel, 'young')
    const { rev } = await headOf(channel)
    await keep(ada, channel, 30)
    const { rows: jobs } = await db.transaction().execute(async (tx) => {
      await deleteExpired(tx, { workspaceId, channelId: channel }, trace)
      // What twins keep of them goes too.
      return sql<{ payload: { message_ids: string[] } }>`
        select payload from outbox where name = ${forgetExpiredMessages.name} order by id desc limit 1`.execute(tx)
    })
    expect(jobs[0]!.payload.message_ids).toHaveLength(200)
    await expect(
      db.transaction().execute(async (tx) => {
        await deleteExpired(tx, { workspaceId, channelId: channel }, trace)
        throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    expect(await recorded(channel)).toEqual([])
    await Promise.all([sweep(), sweep()])
    expect(await left(channel)).toMatchObject({ messages: 1 })
    expect(await headOf(channel)).toEqual({ message_count: 1, root_count: 1, rev: rev + 1, imported_rev: rev + 1 })
    expect(await recorded(channel)).toMatchObject([
      {
        actor_id: ada.userId,
        changes: [
          { field: 'messages', after: 450 },
          { field: 'days', after: 30 },
        ],
      },
    ])
    const [event] = await scene.events(channelUpdated, channel)
    expect(event!.data).toMatchObject({ id: channel, history_changed: true })
    const [missed] = await database.query(
      'select reset, seq, rev from messaging.changes($1, $2, 451, $3, 100, p_resets => true)',
      [workspaceId, channel, rev],
    )
    expect(missed).toEqual({ reset: true, seq: 451, rev: rev + 1 })
    await scene.post(ada, channel, 'younger')
    await sweep()
    expect(
      scene.published.filter(({ type, channel_id }) => type === 'channel.updated' && channel_id === channel),
    ).toHaveLength(1)
  })

  it('are found by indexes, however many there are', async () => {
    const channel = await scene.channel()
    await scene.fill(channel, { count: 20_000, roots: 2 })
    await keep(ada, channel, 30)
    await database.query('analyze messaging.messages')
    const plans: PlanNode[] = []
    const explained: Db = db.withPlugin(explaining(({ Plan }) => plans.push(Plan)))
    await findExpiredChannel(explained, workspaceId, unknownId.replaceAll('7', '0'))
    const scans = (node: PlanNode): string[] => [
      ...(node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'messages' ? ['messages'] : []),
      ...(node.Plans ?? []).flatMap(scans),
    ]
    expect(plans).toHaveLength(1)
    expect(plans.flatMap(scans)).toEqual([])
    expect(plans[0]!['Shared Hit Blocks'] + plans[0]!['Shared Read Blocks']).toBeLessThan(400)
  })
})

const trace = { requestId: 'test', traceparent: '' }

describe(title(setChannelRetention), () => {
  it('is for who runs the channel, who keeps nothing longer than the workspace', async () => {
    const channel = await scene.channel({}, [bob, cyd, gus])
    await scene.setRole(channel, bob, 'admin')
    await as(ada).call(setRetention, { days: 90 })
    const set = (who: Caller, days: number | null) => answerTo(who, setChannelRetention, { id: channel, days })
    expect(await set(bob, 30)).toMatchObject({
      status: 200,
      body: { data: { days: 30, is_own: true, can_change: true } },
    })
    for (const days of [null, 91]) expect(await set(bob, days)).toMatchObject({ status: 403 })
    expect(await set(ada, null)).toMatchObject({ status: 200, body: { data: { days: null } } })
    for (const who of [cyd, gus]) expect(await set(who, 30)).toMatchObject({ status: 403 })
    expect(await set(eve, 30)).toEqual(await answerTo(eve, setChannelRetention, { id: unknownId, days: 30 }))
    for (const days of [0, 1.5, retentionLimits.maxDays + 1])
      expect(await set(ada, days)).toMatchObject({ status: 400 })
    expect(await answerTo(cyd, getChannelRetention, { id: channel })).toMatchObject({
      body: { data: { days: null, workspace_days: 90, can_change: false } },
    })
    expect(await answerTo(cyd, getChannelRetention, { id: channel, preview_days: 1 })).toMatchObject({ status: 403 })
    expect(await answerTo(bob, resetChannelRetention, { id: channel })).toMatchObject({
      body: { data: { days: 90, is_own: false } },
    })
  })

  it('is not for direct messages, which follow the workspace', async () => {
    const dm = await scene.channel({ channel_type: 'dm', name: undefined, member_ids: [bob.userId] })
    expect(await answerTo(ada, setChannelRetention, { id: dm, days: 30 })).toMatchObject({ status: 409 })
    const message = await scene.post(ada, dm, 'between us')
    await age(40, message)
    await as(ada).call(setRetention, { days: 30 })
    await graceIsOver()
    await sweep()
    expect(await left(dm)).toEqual({})
  })
})

describe(title(getRetention), () => {
  it('counts ahead what would go, of channels that follow it alone', async () => {
    const [channel, own] = [await scene.channel(), await scene.channel()]
    for (const each of [channel, own]) {
      await scene.fill(each, { count: 30, roots: 3 })
      await ageChannel(each, 3_000)
    }
    await as(ada).call(setChannelRetention, { id: own, days: null })
    expect((await as(ada).call(getRetention, { preview_days: 2_900 })).data).toMatchObject({
      days: null,
      channels_with_own: 1,
      preview: { days: 2_900, messages: 30, has_more: false },
    })
    expect((await as(ada).call(getChannelRetention, { id: own, preview_days: 2_900 })).data.preview).toEqual({
      days: 2_900,
      messages: 30,
      has_more: false,
    })
  })

  it('puts off a change once, not whenever it is repeated, and says who has made it', async () => {
    const first = (await as(ada).call(setRetention, { days: 30 })).data
    expect(Date.parse(first.applies_at!) - Date.parse(first.updated_at!)).toBe(retentionLimits.graceMinutes * 60_000)
    expect((await as(ada).call(setRetention, { days: 30 })).data).toEqual(first)
    expect(first).toMatchObject({ days: 30, updated_by: ada.userId, channels_with_own: 0 })
    const entries = await findAuditEntries(database, workspaceId, 'retention.set', workspaceId)
    expect(entries.at(-2)!.changes).toEqual([{ field: 'days', before: null, after: 30 }])
  })
})
