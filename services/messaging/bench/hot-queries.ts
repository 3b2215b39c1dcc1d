/**
 * Seeds a PostgreSQL of its own with a million messages and more, then prints what each hot query costs there and what
 * posting costs beside a bare INSERT of the same row: `node services/messaging/bench/hot-queries.ts [messages]`.
 */
import { createHash } from 'node:crypto'
import { schemaOf, serviceNames } from '@parley/contracts/services'
import { startPostgres } from '@parley/embedded/postgres'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { migrateAll } from '@parley/kit/migrate'
import { roleUrls } from '@parley/kit/role-urls'
import { type Explained, explaining } from '@parley/testing/explaining'
import { findCandidates } from '@parley/text/mentions'
import { sql } from 'kysely'
import type { Db } from '../src/context.ts'
import { deleteMessage } from '../src/store/deletions.ts'
import { editMessage } from '../src/store/edits.ts'
import { findFollowedThreads } from '../src/store/following.ts'
import { findHistory } from '../src/store/history.ts'
import { findMentions } from '../src/store/mentions.ts'
import { findMessage, insertMessage } from '../src/store/messages.ts'
import { findPins, setPin } from '../src/store/pins.ts'
import { react } from '../src/store/reactions.ts'
import { findUnread } from '../src/store/reads.ts'

const messages = Number(process.argv[2] ?? 1_000_000)
const channels = 2_000
const concurrency = 8
const print = (line: string) => process.stdout.write(`${line}\n`)
const log = createLog('bench', { LOG_LEVEL: 'warn' })
const trace = { requestId: 'bench', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }

const postgres = await startPostgres()
try {
  const roles = roleUrls(postgres.url, Object.fromEntries(serviceNames.map((name) => [name, schemaOf(name)])) as never)
  await migrateAll({ adminUrl: postgres.url, roles })
  const admin: Db = createDatabase('messaging', { url: postgres.url, poolSize: 1, log })
  const db: Db = createDatabase('messaging', { url: roles.messaging, poolSize: concurrency, log })
  await run(admin, db)
  await db.destroy()
  await admin.destroy()
} finally {
  await postgres.stop()
}

async function run(admin: Db, db: Db) {
  await seed(admin)
  const workspaceId = '00000000-0000-7000-8000-00000000000a'
  const { rows } = await sql<{ reader: string; long: string; middle: string; thread: string }>`
    select md5('person 1')::uuid as reader, md5('channel 1')::uuid as long,
      (select id from messages where channel_id = md5('channel 1')::uuid and seq = ${Math.floor(messages / 2)}) as middle,
      (select id from messages where channel_id = md5('channel 1')::uuid and reply_count > 0 limit 1) as thread`.execute(
    admin,
  )
  const { reader: userId, long, middle, thread } = rows[0]!
  const reader = { workspaceId, userId }
  const page = { kind: 'page', offset: 0 } as const
  const missed = (seq: number, rev: number) => (on: Db) =>
    sql`select * from changes(${workspaceId}, ${long}, ${seq}, ${rev}, 500)`.execute(on)

  const queries: Record<string, (on: Db) => Promise<unknown>> = {
    'history, newest 50': (on) => findHistory(on, reader, long, page, 50),
    'history, 50 before the middle': (on) => findHistory(on, reader, long, { ...page, before: middle }, 50),
    'history, 50 after the middle': (on) => findHistory(on, reader, long, { ...page, after: middle }, 50),
    'history, 50 at offset 10,000': (on) => findHistory(on, reader, long, { ...page, offset: 10_000 }, 50),
    'history, a thread': (on) => findHistory(on, reader, long, { ...page, threadId: thread }, 50),
    'history, after_seq, 50': (on) =>
      findHistory(on, reader, long, { kind: 'since', by: 'seq', position: messages - 50 }, 50),
    'history, after_rev, 50': (on) =>
      findHistory(on, reader, long, { kind: 'since', by: 'rev', position: messages - 50 }, 50),
    'one message': (on) => findMessage(on, reader, middle),
    [`unread, ${channels} channels, half of them behind`]: (on) => findUnread(on, reader),
    'mentions, newest 50': (on) => findMentions(on, reader, { limit: 50 }),
    'mentions, 50 before the middle': (on) => findMentions(on, reader, { limit: 50, before: middle }),
    'pins, 100': (on) => findPins(on, reader, long, { limit: 100 }),
    'followed threads, newest 50': (on) => findFollowedThreads(on, reader, { limit: 50 }),
    'changes, 500 new': missed(messages - 500, messages - 500),
    'changes, none of a long past': missed(messages, 0),
  }
  for (const [name, query] of Object.entries(queries)) {
    for (let i = 0; i < 6; i++) await query(db)
    const { blocks, executionMs } = await explain(db, query)
    print(`${name.padEnd(44)} ${String(blocks).padStart(7)} blocks ${executionMs.toFixed(2).padStart(9)} ms`)
  }

  await changing(db, { ...reader, userId: person(1 + (Math.floor(messages / 2) % 50)) }, middle)

  const post = (channel: string) => (i: number) =>
    insertMessage(
      db,
      {
        author: { workspaceId, userId: person(1 + (i % 50)) },
        target: { channelId: channel },
        post: {
          content: `Message ${i} of the bench, of an ordinary length, with some words in it.`,
          content_type: 'text',
          metadata: {},
          mention_candidates: [],
        },
        fileIds: [],
      },
      trace,
    )
  await sql`create sequence bench_seq start 1000000000`.execute(admin)
  await sql`grant usage on sequence bench_seq to parley_messaging`.execute(admin)
  const bare = (i: number) =>
    sql`
    insert into messages (id, workspace_id, channel_id, seq, rev, created_rev, user_id, author_name, content,
      content_type, metadata, created_at, updated_at)
    select uuidv7(), ${workspaceId}, ${channel(2 + (i % (channels - 1)))}, n, n, n, ${person(1 + (i % 50))}, 'Person 1',
      ${`Message ${i} of the bench, of an ordinary length, with some words in it.`}, 'text', '{}', now(), now()
    from nextval('bench_seq') n`.execute(db)
  const spread = (i: number) => post(channel(2 + (i % (channels - 1))))(i)
  for (let round = 1; round <= 3; round++) {
    const floor = await rate(bare)
    const [many, one] = [await rate(spread), await rate(post(long))]
    const ratio = (each: number) => `${Math.round(each)}/s (${(each / floor).toFixed(2)})`
    print(
      `round ${round}: bare INSERT ${Math.round(floor)}/s; posts to ${channels} channels ${ratio(many)}, to one ${ratio(one)}`,
    )
  }
}

/** What changing one message costs in a row of the largest channel, its search document and event included. */
async function changing(db: Db, author: { workspaceId: string; userId: string }, id: string) {
  const inTransaction = (work: (tx: Db) => Promise<unknown>) => db.transaction().execute(work)
  const edit = (tx: Db, content: string) =>
    editMessage(tx, author, id, { content, mentionCandidates: findCandidates(content) }, trace)
  const changes: Record<string, (i: number) => Promise<unknown>> = {
    edit: (i) => inTransaction((tx) => edit(tx, `Edit ${i}, with some words in it.`)),
    'edit, with a handle': (i) => inTransaction((tx) => edit(tx, `@person2 ${i}`)),
    'pin or unpin': (i) => inTransaction((tx) => setPin(tx, author, { id, isPinned: i % 2 === 0 }, trace)),
    'react, on and off': () => inTransaction((tx) => react(tx, author, { id, emoji: 'fire' }, trace)),
    'delete, which it is already': () => inTransaction((tx) => deleteMessage(tx, author, id, false, trace)),
  }
  for (const [name, change] of Object.entries(changes)) {
    for (let i = 0; i < 6; i++) await change(i)
    const startedAt = performance.now()
    for (let i = 0; i < 50; i++) await change(i)
    print(`${name.padEnd(44)} ${((performance.now() - startedAt) / 50).toFixed(2).padStart(24)} ms a call`)
  }
}

/** The ids that `seed` gives. */
function idOf(name: string): string {
  const hex = createHash('md5').update(name).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
function channel(i: number): string {
  return idOf(`channel ${i}`)
}
function person(i: number): string {
  return idOf(`person ${i}`)
}

/** How many a second get done, eight at a time, in three seconds. */
async function rate(work: (i: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  const worker = async (first: number) => {
    for (let i = first; performance.now() - startedAt < 3_000; i += concurrency) {
      await work(i)
      done++
    }
  }
  await Promise.all(Array.from({ length: concurrency }, (_, i) => worker(i)))
  return done / ((performance.now() - startedAt) / 1_000)
}

async function explain(db: Db, query: (on: Db) => Promise<unknown>) {
  let blocks = 0
  let executionMs = 0
  const received = ({ Plan: plan, 'Execution Time': ms }: Explained) => {
    blocks = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    executionMs = ms
  }
  await query(db.withPlugin(explaining(received)))
  return { blocks, executionMs }
}

/**
 * One workspace of 5,000 people. Channel 1 has them all and `messages` messages; the other channels have 50 people and
 * 500 messages each. One message in ten is a reply, one in a hundred deleted.
 */
async function seed(admin: Db) {
  const startedAt = performance.now()
  const statements = `
    insert into gateway.workspaces (id, name) values ('00000000-0000-7000-8000-00000000000a', 'Bench');
    insert into gateway.users (id, email, name, password_hash, handles)
      select md5('person ' || i)::uuid, 'person-' || i || '@bench.test', 'Person ' || i, 'none', array['person' || i]
      from generate_series(1, 5000) i;
    insert into gateway.members (workspace_id, user_id, role)
      select w.id, u.id, 'member' from gateway.workspaces w, gateway.users u;
    insert into gateway.member_handles (workspace_id, user_id, handle)
      select w.id, u.id, unnest(u.handles) from gateway.workspaces w, gateway.users u;
    insert into channels.channels (id, workspace_id, name, channel_type, is_private, is_general, member_count, created_by)
      select md5('channel ' || i)::uuid, w.id, 'channel-' || i, 'text', i > 1 and i % 3 = 0, i = 1,
        case when i = 1 then 5000 else 50 end, md5('person 1')::uuid
      from gateway.workspaces w, generate_series(1, ${channels}) i;
    insert into channels.members (workspace_id, channel_id, user_id)
      select w.id, md5('channel ' || c)::uuid, md5('person ' || p)::uuid
      from gateway.workspaces w, generate_series(1, ${channels}) c, generate_series(1, 5000) p where c = 1 or p <= 50;
    insert into messages (id, workspace_id, channel_id, seq, rev, created_rev, parent_message_id, user_id, author_name,
      content, content_type, reply_count, created_at, updated_at, deleted_at)
      select md5(c || '/' || s)::uuid, w.id, md5('channel ' || c)::uuid, s, s, s,
        case when s % 10 = 0 then md5(c || '/' || s - 1)::uuid end, md5('person ' || 1 + s % 50)::uuid, 'Person',
        'Message ' || s || ' of channel ' || c || ', of an ordinary length, with some words in it.', 'text',
        (s % 10 = 9)::int, now(), now(), case when s % 100 = 7 then now() end
      from gateway.workspaces w, lateral (
        select 1 as c, s from generate_series(1, ${messages}) s
        union all select c, s from generate_series(2, ${channels}) c, generate_series(1, 500) s) each;
    insert into channel_heads (channel_id, workspace_id, seq, rev, message_count, root_count)
      select channel_id, '00000000-0000-7000-8000-00000000000a', max(seq), max(rev),
        count(*) filter (where deleted_at is null),
        count(*) filter (where deleted_at is null and parent_message_id is null)
      from messages group by channel_id;
    insert into mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)
      select m.channel_id, case when m.seq % 4 < 3 then md5('person ' || 1 + m.seq % 50)::uuid end, m.seq, m.id,
        m.workspace_id, m.user_id, m.parent_message_id is not null
      from messages m where m.seq % 20 = 3 and m.deleted_at is null;
    insert into thread_people (root_id, user_id, channel_id, workspace_id, replies, first_seq)
      select m.parent_message_id, m.user_id, m.channel_id, m.workspace_id, 1, m.seq
      from messages m where m.parent_message_id is not null and m.deleted_at is null;
    update messages set metadata = jsonb_build_object('pinned', true, 'pinned_by', user_id, 'pinned_at', parley.iso(now()))
      where channel_id = md5('channel 1')::uuid and seq % (select greatest(${Math.floor(messages / 100)}, 1)) = 0
        and deleted_at is null;
    insert into reads (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)
      select md5('person ' || p)::uuid, h.channel_id, h.workspace_id, h.seq - (h.n % 2) * 20, uuidv7(), now()
      from (select *, row_number() over () as n from channel_heads) h, generate_series(1, 50) p`
  await sql`set statement_timeout = 0`.execute(admin)
  for (const statement of statements.split(';')) await sql.raw(statement).execute(admin)
  for (const table of [
    'messages',
    'channel_heads',
    'reads',
    'mentions',
    'thread_people',
    'channels.members',
    'channels.channels',
    'gateway.members',
    'gateway.users',
  ])
    await sql.raw(`vacuum analyze ${table}`).execute(admin)
  print(`seeded in ${Math.round((performance.now() - startedAt) / 1000)} s`)
}
