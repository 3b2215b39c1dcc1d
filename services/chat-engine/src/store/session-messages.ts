import type { AnswerSource } from '@parley/contracts/chat/answer-source'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { AnswerFile } from '../runs/run.ts'

/** A private conversation's place: whose it is. */
export interface SessionRef {
  workspaceId: string
  userId: string
  sessionId: string
}

/** A message of a private conversation, with those that stand in its place in other versions. */
export interface SessionMessage {
  id: string
  role: 'user' | 'assistant'
  content: string
  attachments: AnswerFile[]
  sources: AnswerSource[]
  parent_message_id: string | null
  run_id: string
  personality: string
  version_ids: string[]
  created_at: string
}

const titleLength = 80
/** Characters of a message that it is searched by. */
const maxSearched = 40_000

/** A question to store. */
export interface NewQuestion {
  runId: string
  personality: string
  content: string
  /** The question that it takes the place of. */
  replaces: string | undefined
}

/**
 * Stores a question of a private conversation, which it begins where there is none of that id, and locks the conversation;
 * and stores with the run that it is its question. One statement, unless it takes the place of another question.
 *
 * @returns the question's id; `not_found` when the conversation is somebody else's, `no_question` when the person has none
 *   with a question of that id to take the place of
 */
export async function addQuestion(
  tx: Db,
  session: SessionRef,
  { runId, personality, content, replaces }: NewQuestion,
): Promise<{ id: string } | 'not_found' | 'no_question'> {
  const { workspaceId, userId, sessionId } = session
  const replaced = replaces === undefined ? undefined : await lockQuestion(tx, session, replaces)
  if (replaces !== undefined && !replaced) return 'no_question'
  const parentId = replaced ? sql`${replaced.parent_id}::uuid` : sql.ref('session.last_id')
  const title = content.replaceAll(/\s+/g, ' ').trim().slice(0, titleLength).toWellFormed()
  // Raw: an upsert that gives what was there.
  const { rows } = await sql<{ id: string }>`
    with made as (select uuidv7() as id),
    session as (
      insert into chat_sessions as s (workspace_id, id, user_id, title, lexemes, head_id)
      select ${workspaceId}, ${sessionId}, ${userId}, ${title}, private_lexemes(${userId}, ${title}), made.id from made
      on conflict (workspace_id, id) do update
        set head_id = excluded.head_id, last_message_at = excluded.last_message_at
        where s.user_id = excluded.user_id
      returning old.head_id as last_id),
    message as (
      insert into chat_messages
        (workspace_id, id, session_id, parent_id, version_of, role, personality, content, lexemes, run_id)
      select ${workspaceId}, made.id, ${sessionId}, ${parentId}, coalesce(${replaced?.version_of ?? null}::uuid, made.id),
        'user', ${personality}, ${content}, private_lexemes(${userId}, left(${content}, ${maxSearched})), ${runId}
      from made, session
      returning id)
    update runs set question_id = message.id from message
    where runs.workspace_id = ${workspaceId} and runs.id = ${runId}
    returning message.id`.execute(tx)
  return rows[0] ?? 'not_found'
}

/** Locks a person's conversation, and reads the place of a question in it; undefined where there is none of that id. */
async function lockQuestion(tx: Db, { workspaceId, userId, sessionId }: SessionRef, id: string) {
  const session = await lockSession(tx, workspaceId, sessionId)
  if (session?.user_id !== userId) return undefined
  return tx
    .selectFrom('chat_messages')
    .select(['parent_id', 'version_of'])
    .where('workspace_id', '=', workspaceId)
    .where('session_id', '=', sessionId)
    .where('id', '=', id)
    .where('role', '=', 'user')
    .executeTakeFirst()
}

const lockSession = (tx: Db, workspaceId: string, sessionId: string) =>
  tx
    .selectFrom('chat_sessions')
    .select(['user_id', 'head_id'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sessionId)
    .forUpdate()
    .executeTakeFirst()

/** An answer to store. */
export interface NewAnswer {
  runId: string
  personality: string
  content: string
  questionId: string
  /** The run whose answer it takes the place of. */
  retryOf: string | null
}

/**
 * Stores the answer to a question of a private conversation, and with the run that it is its answer.
 *
 * @returns its id; undefined when the conversation is gone
 */
export async function addAnswer(tx: Db, ref: SessionRef, answer: NewAnswer): Promise<{ id: string } | undefined> {
  const { questionId, retryOf } = answer
  const session = await lockSession(tx, ref.workspaceId, ref.sessionId)
  if (!session) return undefined
  const earlier = retryOf === null ? undefined : await findAnswerOf(tx, ref.workspaceId, retryOf)
  if (earlier)
    return insertAnswer(tx, ref, answer, { parentId: earlier.parent_id, versionOf: earlier.version_of, moves: true })
  return insertAnswer(tx, ref, answer, {
    parentId: questionId,
    versionOf: null,
    moves: session.head_id === questionId,
    goesBefore: questionId,
  })
}

const findAnswerOf = (tx: Db, workspaceId: string, runId: string) =>
  tx
    .selectFrom('runs as r')
    .innerJoin('chat_messages as m', (join) =>
      join.onRef('m.workspace_id', '=', 'r.workspace_id').onRef('m.id', '=', 'r.reply_message_id'),
    )
    .select(['m.parent_id', 'm.version_of'])
    .where('r.workspace_id', '=', workspaceId)
    .where('r.id', '=', runId)
    .executeTakeFirst()

interface Place {
  parentId: string | null
  /** The first of its versions; null for itself. */
  versionOf: string | null
  /** Whether the conversation goes on after it. */
  moves: boolean
  /** The message whose further questions, which were asked meanwhile, come after this one. */
  goesBefore?: string
}

/** Stores an answer in a locked conversation, and which it is with its run, in one statement. */
async function insertAnswer(
  tx: Db,
  { workspaceId, userId, sessionId }: SessionRef,
  { runId, personality, content }: NewAnswer,
  { parentId, versionOf, moves, goesBefore }: Place,
): Promise<{ id: string }> {
  return tx
    .with('message', (make) =>
      make
        .insertInto('chat_messages')
        .columns([
          'workspace_id',
          'id',
          'session_id',
          'parent_id',
          'version_of',
          'role',
          'personality',
          'content',
          'lexemes',
          'run_id',
        ])
        .expression(({ selectFrom, val }) =>
          selectFrom(sql<{ id: string }>`(select uuidv7() as id)`.as('made')).select([
            val(workspaceId).as('workspace_id'),
            'made.id',
            val(sessionId).as('session_id'),
            sql<string | null>`${parentId}::uuid`.as('parent_id'),
            sql<string>`coalesce(${versionOf}::uuid, made.id)`.as('version_of'),
            val('assistant').as('role'),
            val(personality).as('personality'),
            val(content).as('content'),
            sql<string>`private_lexemes(${userId}, left(${content}, ${maxSearched}))`.as('lexemes'),
            val(runId).as('run_id'),
          ]),
        )
        .returning('id'),
    )
    .with('conversation', (make) =>
      make
        .updateTable('chat_sessions')
        .from('message')
        .set(({ ref }) => ({ last_message_at: sql<string>`now()`, ...(moves && { head_id: ref('message.id') }) }))
        .where('chat_sessions.workspace_id', '=', workspaceId)
        .where('chat_sessions.id', '=', sessionId),
    )
    .with('run', (make) =>
      make
        .updateTable('runs')
        .from('message')
        .set(({ ref }) => ({ reply_message_id: ref('message.id') }))
        .where('runs.workspace_id', '=', workspaceId)
        .where('runs.id', '=', runId),
    )
    .with('later', (make) =>
      make
        .updateTable('chat_messages')
        .from('message')
        .set(({ ref }) => ({ parent_id: ref('message.id') }))
        .where('chat_messages.workspace_id', '=', workspaceId)
        .where('chat_messages.parent_id', '=', goesBefore ?? null)
        .where('chat_messages.role', '=', 'user'),
    )
    .selectFrom('message')
    .select('id')
    .executeTakeFirstOrThrow()
}

/**
 * The last messages of a private conversation up to one of them, with it, oldest first.
 *
 * @param upTo null for the last of the version that is shown
 */
export async function readMessages(
  db: Db,
  { workspaceId, userId, sessionId }: SessionRef,
  upTo: string | null,
  limit: number,
): Promise<SessionMessage[]> {
  const rows = await db
    .withRecursive('path', (make) =>
      make
        .selectFrom('chat_sessions as s')
        .innerJoin('chat_messages as m', (join) =>
          join
            .onRef('m.workspace_id', '=', 's.workspace_id')
            .on(({ eb, fn, ref }) => eb('m.id', '=', fn.coalesce(sql<string>`${upTo}::uuid`, ref('s.head_id')))),
        )
        .select(['m.id', 'm.parent_id', sql<number>`1`.as('depth')])
        .where('s.workspace_id', '=', workspaceId)
        .where('s.id', '=', sessionId)
        .where('s.user_id', '=', userId)
        .whereRef('m.session_id', '=', 's.id')
        .unionAll(
          make
            .selectFrom('path')
            .innerJoin('chat_messages as m', 'm.id', 'path.parent_id')
            .select(['m.id', 'm.parent_id', sql<number>`path.depth + 1`.as('depth')])
            .where('m.workspace_id', '=', workspaceId)
            .where('path.depth', '<', limit),
        ),
    )
    .selectFrom('path')
    .innerJoin('chat_messages as m', 'm.id', 'path.id')
    .leftJoin('runs as r', (join) =>
      join
        .onRef('r.workspace_id', '=', 'm.workspace_id')
        .onRef('r.reply_message_id', '=', 'm.id')
        .onRef('r.id', '=', 'm.run_id'),
    )
    .select(({ selectFrom, ref }) => [
      'm.id',
      'm.role',
      'm.content',
      sql<AnswerFile[]>`coalesce(${ref('r.attachments')}, '[]')`.as('attachments'),
      sql<AnswerSource[]>`coalesce(${ref('r.sources')}, '[]')`.as('sources'),
      'm.parent_id as parent_message_id',
      'm.run_id',
      'm.personality',
      'm.created_at',
      selectFrom('chat_messages as v')
        .select(sql<string[]>`array_agg(v.id order by v.id)`.as('ids'))
        .where('v.workspace_id', '=', workspaceId)
        .whereRef('v.version_of', '=', 'm.version_of')
        .as('version_ids'),
    ])
    .where('m.workspace_id', '=', workspaceId)
    .orderBy('path.depth', 'desc')
    .execute()
  return rows as SessionMessage[]
}

/** A message of a person's private conversation; undefined where there is none. */
export const findMessage = (db: Db, { workspaceId, userId, sessionId }: SessionRef, id: string) =>
  db
    .selectFrom('chat_messages as m')
    .innerJoin('chat_sessions as s', (join) =>
      join.onRef('s.workspace_id', '=', 'm.workspace_id').onRef('s.id', '=', 'm.session_id'),
    )
    .select(['m.id', 'm.parent_id'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.id', '=', id)
    .where('m.session_id', '=', sessionId)
    .where('s.user_id', '=', userId)
    .executeTakeFirst()

/** The newest conversation with a message: the last message after it, each time the newest. */
export async function findNewestAfter(tx: Db, workspaceId: string, messageId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive after as (
      select ${messageId}::uuid as id, 1 as depth
      union all
      select (
        select m.id from chat_messages m where m.workspace_id = ${workspaceId} and m.parent_id = after.id
        order by m.id desc limit 1), depth + 1
      from after where after.id is not null)
    select id from after where id is not null order by depth desc limit 1`.execute(tx)
  return rows[0]!.id
}
