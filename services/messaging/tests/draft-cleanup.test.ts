import { scheduledLimits } from '@parley/contracts/messages/scheduled-message'
import { deleteAbandoned } from '@parley/files/store/deletions'
import { takeDueObjects } from '@parley/files/store/stored-objects'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { explaining, type PlanNode } from '@parley/testing/explaining'
import { seedWorkspace } from '@parley/testing/fixtures'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../src/context.ts'
import { dropDraftsOfLeavers, purgeDrafts } from '../src/store/draft-cleanup.ts'
import { findDue, findNextWaitMs } from '../src/store/due-messages.ts'
import { deleteSomeDone } from '../src/store/scheduled-cleanup.ts'
import { unknownId } from './scene.ts'

/** More than a statement looks at or deletes. */
const many = 1_100

const database = await createTestDatabase()
const log = createLog('cleanup', { LOG_LEVEL: 'silent' })
const db: Db = createDatabase('messaging', { url: database.urlOf('messaging'), poolSize: 2, log })
closeAfterwards({ close: () => db.destroy() })
const [acme, globex] = [
  await seedWorkspace(database, { ada: 'owner', bob: 'member' }),
  await seedWorkspace(database, { eve: 'owner' }),
]
const { ada, bob } = acme
const { eve } = globex

/** So many drafts in threads of one channel, of one person or of as many who are in no workspace. */
const addDrafts = (workspaceId: string, userId: string | null, channel: string, count: number) =>
  database.query(
    `insert into messaging.drafts (workspace_id, user_id, channel_id, parent_message_id, content, file_ids, updated_at)
     select $1, coalesce($2, uuidv7()), $3, uuidv7(), 'x', '{}', now() from generate_series(1, $4::int)`,
    [workspaceId, userId, channel, count],
  )

/** Scheduled messages of Ada’s, due, sent or failed so many days ago; their text says which. */
const addScheduled = (workspaceId: string, status: 'pending' | 'sent' | 'failed', days: number | null, count: number) =>
  database.query(
    `insert into messaging.scheduled_messages (workspace_id, channel_id, user_id, scheduled_by, post, file_ids,
       send_at, status, failure_reason, message_id, done_at, trace, created_at, updated_at)
     select $1, $2, $3, $3, jsonb_build_object('content', $4 || coalesce($5::text, '')), '{}',
       now() - coalesce($5::float8, -9) * interval '1 day', $4,
       case $4 when 'failed' then 'internal' end, case $4 when 'sent' then uuidv7() end,
       case when $4 <> 'pending' then now() - $5::float8 * interval '1 day' end, '{}', now(), now() from generate_series(1, $6::int)`,
    [workspaceId, unknownId, ada.userId, status, days, count],
  )

const owners = async () =>
  (
    await database.query<{ user_id: string; count: number }>(
      'select user_id, count(*)::int as count from messaging.drafts group by user_id order by user_id',
    )
  ).map(({ user_id, count }) => ({ user_id, count }))

/** Tables that sweeps go through, with so many rows that reading one whole shows. */
const own = ['drafts', 'scheduled_messages', 'files', 'stored_objects']

describe('drafts', () => {
  it('of whoever has left go, however many they are, and nobody else’s', async () => {
    await addDrafts(acme.workspaceId, ada.userId, unknownId, 700)
    await addDrafts(acme.workspaceId, null, unknownId, many)
    await addDrafts(globex.workspaceId, eve.userId, unknownId, 1)
    // Of the other workspace alone.
    await addDrafts(globex.workspaceId, bob.userId, unknownId, 600)
    await addDrafts(acme.workspaceId, bob.userId, unknownId, 3)
    await dropDraftsOfLeavers(db)
    const left = [
      { user_id: ada.userId, count: 700 },
      { user_id: bob.userId, count: 3 },
      { user_id: eve.userId, count: 1 },
    ]
    expect(await owners()).toEqual(left.toSorted((a, b) => (a.user_id < b.user_id ? -1 : 1)))
  })

  it('of a channel that is gone go, however many they are', async () => {
    const gone = crypto.randomUUID()
    await database.query('delete from messaging.drafts')
    await addDrafts(acme.workspaceId, ada.userId, gone, many)
    await addDrafts(acme.workspaceId, bob.userId, unknownId, 1)
    await purgeDrafts(db, acme.workspaceId, gone)
    expect(await owners()).toEqual([{ user_id: bob.userId, count: 1 }])
  })
})

describe('scheduled messages', () => {
  it(`go ${scheduledLimits.sentKeptDays} day after they were sent, ${scheduledLimits.failedKeptDays} after they failed`, async () => {
    const { sentKeptDays, failedKeptDays } = scheduledLimits
    await addScheduled(acme.workspaceId, 'pending', null, 1)
    for (const { workspaceId } of [acme, globex]) {
      await addScheduled(workspaceId, 'sent', sentKeptDays + 0.01, many)
      await addScheduled(workspaceId, 'sent', sentKeptDays - 0.01, 1)
      await addScheduled(workspaceId, 'failed', failedKeptDays + 0.01, many)
      await addScheduled(workspaceId, 'failed', failedKeptDays - 0.01, 1)
    }
    let batches = 0
    while ((await deleteSomeDone(db)) > 0) batches++
    expect(batches).toBeGreaterThan(1)
    const left = await database.query(`select post->>'content' as content from messaging.scheduled_messages order by 1`)
    expect(left.map(({ content }) => content)).toEqual([
      ...['failed29.99', 'failed29.99', 'pending', 'sent0.99', 'sent0.99'],
    ])
  })
})

describe('sweeps', () => {
  beforeAll(async () => {
    await addDrafts(acme.workspaceId, ada.userId, unknownId, 5_000)
    await addScheduled(acme.workspaceId, 'pending', null, 5_000)
    await addScheduled(acme.workspaceId, 'sent', 0, 5_000)
    await database.query(
      `with objects as (
         insert into messaging.stored_objects (workspace_id, key, remove_at)
         select $1, 'key ' || i, case when i % 1000 = 0 then now() end from generate_series(1, 5000) i returning key)
       insert into messaging.files (id, workspace_id, place_id, uploader_id, uploader_kind, holder_id, name, type, size,
         digest, storage_key, created_at)
       select uuidv7(), $1, $2, $3, 'user', uuidv7(), 'x', 'x', 1, '', key, now() from objects`,
      [acme.workspaceId, unknownId, ada.userId],
    )
    for (const table of own) await database.query(`vacuum analyze messaging.${table}`)
  })

  it.each([
    ['drafts of leavers', dropDraftsOfLeavers, 'drafts_of_person'],
    ['what was sent or has failed long ago', deleteSomeDone, 'scheduled_done'],
    ['channels with messages that are due', findDue, 'scheduled_due'],
    ['when the next message will be due', findNextWaitMs, 'scheduled_due'],
    ['uploads that nobody sent', (db: Db) => deleteAbandoned(db, 24), 'files_unattached_by_age'],
    ['objects to remove', (db: Db) => takeDueObjects(db, 100), 'stored_objects_due'],
  ] as const)('find %s by an index of their own', async (_, sweep, index) => {
    const plans: PlanNode[] = []
    await sweep(
      db.withPlugin(
        explaining(({ Plan }) => {
          plans.push(Plan)
        }),
      ),
    )
    const nodes = ({ Plans = [], ...node }: PlanNode): PlanNode[] => [node, ...Plans.flatMap(nodes)]
    const scans = plans.flatMap(nodes).filter((node) => own.includes(node['Relation Name'] ?? ''))
    expect(new Set(scans.map((node) => ('Index Name' in node ? node['Index Name'] : node['Node Type'])))).toEqual(
      new Set([index]),
    )
  })

  it('find channels at the same cost in a backlog of 2,000 messages as in one of 30,000, and hide no workspace', async () => {
    let blocks = 0
    const explained = db.withPlugin(
      explaining(({ Plan }) => {
        blocks = Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']
      }),
    )
    await addScheduled(acme.workspaceId, 'pending', 2, 2_000)
    await addScheduled(globex.workspaceId, 'pending', 1, 1)
    const find = async () => {
      await database.query('vacuum analyze messaging.scheduled_messages')
      for (const _ of ['planned anew', 'cached']) await findDue(explained)
      return blocks
    }
    const few = await find()
    await addScheduled(acme.workspaceId, 'pending', 2, 28_000)
    expect(await find()).toBeLessThanOrEqual(few + 10)
    expect(few).toBeLessThan(60)
    expect(await findDue(db)).toEqual([acme, globex].map(({ workspaceId }) => ({ workspaceId, channelId: unknownId })))
  })
})
