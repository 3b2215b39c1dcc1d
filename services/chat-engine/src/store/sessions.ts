import { deleteFilesOfHolders } from '@parley/files/store/deletions'
import { isUnspaced, pairsOf } from '@parley/text/fold'
import { type NotNull, sql } from 'kysely'
import type { Db } from '../context.ts'
import { deleteEndedRuns, eraseRuns } from './erasing.ts'
import { requestStops } from './runs.ts'
import { findMessage, findNewestAfter, type SessionRef } from './session-messages.ts'

const shown = ['id', 'title', 'head_id as head_message_id', 'created_at', 'last_message_at'] as const

/** A person's private conversation; undefined where there is none of that id. */
export const findSession = (db: Db, { workspaceId, userId, sessionId }: SessionRef) =>
  db
    .selectFrom('chat_sessions')
    .select(shown)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .executeTakeFirst()

/**
 * A person's private conversations, last used first.
 *
 * @param words folded; each of them begins a word of the title or of a message, or where scripts are without spaces is in
 *   one
 */
export async function listSessions(
  db: Db,
  { workspaceId, userId }: Omit<SessionRef, 'sessionId'>,
  { words, before, limit }: { words: readonly string[]; before: string | undefined; limit: number },
) {
  return db
    .selectFrom('chat_sessions as s')
    .select(shown)
    .where('s.workspace_id', '=', workspaceId)
    .where('s.user_id', '=', userId)
    .$if(before !== undefined, (query) =>
      query.where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('s.last_message_at', 's.id'),
          '<',
          selectFrom('chat_sessions as b')
            .select(['b.last_message_at', 'b.id'])
            .where('b.workspace_id', '=', workspaceId)
            .where('b.user_id', '=', userId)
            .where('b.id', '=', before!)
            .$asTuple('last_message_at', 'id'),
        ),
      ),
    )
    .where(({ and }) => and(words.map((word) => hasWord({ workspaceId, userId }, word))))
    .orderBy('s.last_message_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(limit)
    .execute()
}

/** Messages and titles of a search that are looked up before it walks the conversations instead. */
const mostFound = 5_000

/**
 * Whether a word is in the title of conversation `s`, or in one of its messages. Where that is so of few, the index says of
 * which; of many the newest are tried one after another until a page is full. Only a person's own are read.
 */
function hasWord({ workspaceId, userId }: Omit<SessionRef, 'sessionId'>, word: string) {
  const owner = userId.slice(-12) // As `private_lexemes` has it.
  // Folding leaves neither quotes nor backslashes.
  const operands = isUnspaced(word) ? pairsOf(word).map((pair) => `'${owner}${pair}'`) : [`'${owner}${word}':*`]
  const query = sql`${operands.join(' & ')}::tsquery`
  // Raw: full text. `is true` keeps other indexes from being used instead.
  const isFound = sql`(workspace_id = ${workspaceId}) is true and lexemes @@ ${query}`
  const found = sql`
    (select session_id as id from chat_messages where ${isFound} limit ${mostFound})
    union all (select id from chat_sessions where ${isFound} limit ${mostFound})`
  return sql<boolean>`case
    when (select count(*) from (${found}) found) < ${mostFound} then s.id in (${found})
    else s.lexemes @@ ${query} or (
      select true from chat_messages m
      where m.workspace_id = ${workspaceId} and m.session_id = s.id and m.lexemes @@ ${query} limit 1)
    end`
}

/** Names a private conversation, or shows the version with a message; undefined where there is no such conversation, or `no_message` in it. */
export async function updateSession(
  tx: Db,
  ref: SessionRef,
  change: { title?: string | undefined; head_message_id?: string | undefined },
) {
  const { workspaceId, userId, sessionId } = ref
  const { title, head_message_id: wanted } = change
  if (!(await findSession(tx, ref))) return undefined
  if (wanted !== undefined && !(await findMessage(tx, ref, wanted))) return 'no_message'
  const headId = wanted && (await findNewestAfter(tx, workspaceId, wanted))
  return tx
    .updateTable('chat_sessions')
    .set({
      ...(title !== undefined && { title, lexemes: sql<string>`private_lexemes(${userId}, ${title})` }),
      ...(headId !== undefined && { head_id: headId }),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .returning(shown)
    .executeTakeFirst()
}

/**
 * Deletes a private conversation with its files and runs; those that are under way are to be stopped, and keep nothing of it.
 *
 * @returns the runs to stop; undefined where there is no such conversation
 */
export async function deleteSession(tx: Db, ref: SessionRef): Promise<string[] | undefined> {
  const { workspaceId, userId, sessionId } = ref
  if (!(await findSession(tx, ref))) return undefined
  // Runs are locked first: the end of one locks it before its conversation.
  const stopped = await requestStops(tx, workspaceId, { session_id: sessionId })
  // By their messages: whoever asks chooses the conversation's id, which may be that of another place.
  const answers = await tx
    .selectFrom('runs')
    .select('reply_message_id as id')
    .where('workspace_id', '=', workspaceId)
    .where('session_id', '=', sessionId)
    .where('reply_message_id', 'is not', null)
    .$narrowType<{ id: NotNull }>()
    .execute()
  await deleteFilesOfHolders(tx, { workspaceId, holderIds: answers.map(({ id }) => id) })
  await eraseRuns(tx, workspaceId, stopped)
  await deleteEndedRuns(tx, workspaceId, sessionId)
  await tx
    .deleteFrom('chat_sessions')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .execute()
  return stopped
}
