import pg from 'pg'
import type { TestDatabase } from '../database.ts'
import type { Membership } from './gateway.ts'
import { type Executor, run } from './run.ts'
import { trace } from './trace.ts'

/** A channel of a workspace. */
export interface Place {
  workspaceId: string
  channelId: string
}

/**
 * Posts as messaging does, for a test that runs without it: what was decided, such as `posted` or `not_found`; or the
 * SQLSTATE that ended the wait for the channel. Its event is in messaging's outbox.
 */
export async function post(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  channelId: string,
  content = 'hello',
): Promise<string> {
  try {
    const [posted] = await database.queryAs<{ outcome: string }>(
      'messaging',
      `select outcome from post_message(p_workspace => $1, p_channel => $2, p_author => $3, p_post => $4, p_trace => $5)`,
      [workspaceId, channelId, userId, { content }, trace],
    )
    return posted!.outcome
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

/** Whether messages, or texts of files, are still to be made findable. */
export async function waitsToBeFound(database: TestDatabase): Promise<boolean> {
  const waiting = await database.query(
    `select from messaging.search_queue union all select from messaging.file_texts where status = 'queued' limit 1`,
  )
  return waiting.length > 0
}

/** Gives a message another text, or deletes it, as the next change of its channel; where it is, and its numbers. */
export async function changeMessage(database: TestDatabase, id: string, change: { content: string } | 'deleted') {
  const [changed] = await database.queryAs<{ workspace_id: string; channel_id: string; seq: number; rev: number }>(
    'messaging',
    `with head as (
       update channel_heads set rev = rev + 1 where channel_id = (select channel_id from messages where id = $1)
       returning rev
     )
     update messages m set rev = head.rev, content = $2, updated_at = now(), deleted_at = case when $3 then now() end
     from head where m.id = $1 returning m.workspace_id, m.channel_id, m.seq, m.rev`,
    [id, change === 'deleted' ? '' : change.content, change === 'deleted'],
  )
  return changed!
}

/**
 * Writes many messages at once, numbered after those of the channel and counted, and publishes nothing.
 *
 * @param roots every how many-th begins a thread; the others are replies to the one before
 * @param content of each; `#` stands for its `seq`
 */
export const fillChannel = (
  database: TestDatabase,
  { workspaceId, channelId }: Place,
  { authorId, count, roots = 1, content = 'x' }: { authorId: string; count: number; roots?: number; content?: string },
) =>
  database.query(
    `with given as (
       select $1::uuid as channel, $2::uuid as workspace, $3::int as count, $4::uuid as author, $5::int as every
     ), head as (
       insert into messaging.channel_heads as h (channel_id, workspace_id, seq, rev, message_count, root_count)
       select channel, workspace, count, count, count, (count + every - 1) / every from given
       on conflict (workspace_id, channel_id) do update set seq = h.seq + excluded.seq, rev = h.rev + excluded.rev,
         message_count = h.message_count + excluded.message_count, root_count = h.root_count + excluded.root_count
       returning seq
     ), made as materialized (
       select uuidv7() as id, head.seq - count + i as seq, (i - 1) / every as thread, (i - 1) % every = 0 as is_root
       from given, head, generate_series(1, count) i
     )
     insert into messaging.messages (id, workspace_id, channel_id, seq, rev, created_rev, parent_message_id, user_id,
       content, content_type, created_at, updated_at, reply_count)
     select made.id, workspace, channel, seq, seq, seq, case when not is_root then root.id end, author,
       replace($6, '#', seq::text), 'text', now(), now(),
       case when is_root then least(every, count - thread * every) - 1 else 0 end
     from given, made join (select id, thread from made where is_root) root using (thread)`,
    [channelId, workspaceId, count, authorId, roots, content],
  )

/** Loses messages of a channel by their texts, as no call does. */
export const removeMessages = (
  database: TestDatabase,
  { workspaceId, channelId }: Place,
  contents: readonly string[],
) =>
  database.query('delete from messaging.messages where workspace_id = $1 and channel_id = $2 and content = any($3)', [
    workspaceId,
    channelId,
    contents,
  ])

/** Gives a channel without messages a head, with these numbers and counts; in a transaction, as a first post does. */
export const insertHead = (
  on: Executor,
  { workspaceId, channelId }: Place,
  { seq = 0, rev = 0, messageCount = 0, lastMessageAt = null as string | null } = {},
) =>
  run(
    on,
    `insert into messaging.channel_heads (workspace_id, channel_id, seq, rev, message_count, last_message_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [workspaceId, channelId, seq, rev, messageCount, lastMessageAt],
  )

/** What messaging does when it has deleted a channel's last message. */
export const deleteHead = (database: TestDatabase, channelId: string) =>
  database.query('delete from messaging.channel_heads where channel_id = $1', [channelId])

/** A message as it is stored. */
export interface StoredMessage {
  id: string
  channel_id: string
  seq: number
  user_id: string | null
  content: string
  is_deleted: boolean
}

/** Every message of these channels, or of all, in order. */
export const storedMessages = (database: TestDatabase, channelIds?: readonly string[]): Promise<StoredMessage[]> =>
  database.query(
    `select id, channel_id, seq, user_id, content, deleted_at is not null as is_deleted from messaging.messages
     where $1::uuid[] is null or channel_id = any($1) order by channel_id, seq`,
    [channelIds],
  )

/** The replies of a channel, each with the text of what it replies to. */
export const storedReplies = (
  database: TestDatabase,
  channelId: string,
): Promise<{ content: string; root: string }[]> =>
  database.query(
    `select r.content, p.content as root from messaging.messages r
     join messaging.messages p on p.workspace_id = r.workspace_id and p.id = r.parent_message_id
     where r.channel_id = $1`,
    [channelId],
  )

/** The runs whose answers a channel has, one for each message of a twin. */
export async function runsOfAnswers(database: TestDatabase, channelId: string): Promise<string[]> {
  const rows = await database.query<{ run: string }>(
    `select metadata->>'run_id' as run from messaging.messages where channel_id = $1 and ai_twin_id is not null`,
    [channelId],
  )
  return rows.map(({ run }) => run)
}

/** What the messages of a channel say that are the answer of a run: one, where it was posted. */
export async function answersIn(database: TestDatabase, channelId: string, runId: string): Promise<string[]> {
  const rows = await database.query<{ content: string }>(
    `select content from messaging.messages
     where channel_id = $1 and ai_twin_id is not null and metadata->>'run_id' = $2`,
    [channelId, runId],
  )
  return rows.map(({ content }) => content)
}

/** How many messages of a channel are left in the database, and whether its head is. */
export async function leftOfChannel(database: TestDatabase, channelId: string) {
  const [row] = await database.query<{ messages: number; head: boolean }>(
    `select (select count(*) from messaging.messages where channel_id = $1) as messages,
       exists (select from messaging.channel_heads where channel_id = $1) as head`,
    [channelId],
  )
  return row!
}

/** Writes a draft of each of these people in a channel, whether they can see it or not. */
export const insertDrafts = (database: TestDatabase, { workspaceId, channelId }: Place, userIds: readonly string[]) =>
  database.query(
    `insert into messaging.drafts (workspace_id, user_id, channel_id, content, file_ids, updated_at)
     select $3, author, $2, 'mine', '{}', now() from unnest($1::uuid[]) author on conflict do nothing`,
    [userIds, channelId, workspaceId],
  )

/** Writes a message that someone has scheduled for tomorrow, whether they can see the channel or not; its id. */
export async function insertScheduled(database: TestDatabase, channelId: string, { workspaceId, userId }: Membership) {
  const [made] = await database.query<{ id: string }>(
    `insert into messaging.scheduled_messages (workspace_id, channel_id, user_id, scheduled_by, post, file_ids,
       send_at, trace, created_at, updated_at)
     values ($1, $2, $3, $3, $4, '{}', now() + interval '1 day', '{}', now(), now())
     returning id`,
    [workspaceId, channelId, userId, { content: 'later', content_type: 'text', metadata: {}, mention_candidates: [] }],
  )
  return made!.id
}

/** Makes all scheduled messages due one after another, so many milliseconds apart. */
export const makeDueInTurn = (database: TestDatabase, everyMs: number) =>
  database.query(
    `update messaging.scheduled_messages s set send_at = now() + made.place * make_interval(secs => $1::float8 / 1000)
     from (select id, row_number() over (order by id) as place from messaging.scheduled_messages) made
     where made.id = s.id`,
    [everyMs],
  )

/** How many scheduled messages have not been sent. */
export const countUnsent = async (database: TestDatabase): Promise<number> =>
  (await database.query(`select from messaging.scheduled_messages where status <> 'sent'`)).length

/** How many files messaging has stored, or has announced that it will. */
export const countStoredFiles = async (database: TestDatabase): Promise<number> =>
  (await database.query('select from messaging.stored_objects')).length

/** Locks a message, the one with this `seq`, so that whoever would delete it waits, until the returned function is called. */
export async function lockStoredMessage(database: TestDatabase, channelId: string, seq: number) {
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => {}) // its PostgreSQL may be killed meanwhile
  await client.connect()
  await client.query('begin')
  await client.query('select from messaging.messages where channel_id = $1 and seq = $2 for update', [channelId, seq])
  return () => client.end()
}

/** The files of a channel, with the messages that hold them. */
export const filesOfChannel = (
  database: TestDatabase,
  channelId: string,
): Promise<{ id: string; holder_id: string | null }[]> =>
  database.query('select id, holder_id from messaging.files where place_id = $1', [channelId])

/** Nothing is posted or imported until the returned function is called; a statement waits for ten seconds. */
export const holdPosts = (database: TestDatabase): Promise<() => Promise<void>> =>
  database.lockTable('messaging.channel_heads')
