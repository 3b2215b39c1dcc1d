import { isUnspaced, pairsOf } from '@parley/text/fold'
import { sql } from 'kysely'
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
 * @param words folded; what every message or title has in which each of them begins a word, or where scripts are without
 *   spaces is in one
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
    .$if(words.length > 0, (query) =>
      query.where(({ and, eb, or, selectFrom }) =>
        or([
          and(
            words.map((word) =>
              eb(sql<string>`search_fold(s.title)`, 'like', `%${isUnspaced(word) ? '' : ' '}${word}%`),
            ),
          ),
          // No `exists`, which may be hashed: that reads everybody's messages.
          selectFrom('chat_messages as m')
            .select(sql.lit(true).as('found'))
            .where('m.workspace_id', '=', workspaceId)
            .whereRef('m.session_id', '=', 's.id')
            // Raw: full text.
            .where(sql<boolean>`m.lexemes @@ ${words.map(tsqueryOf).join(' & ')}::tsquery`)
            .limit(1)
            .$castTo<boolean>(),
        ]),
      ),
    )
    .orderBy('s.last_message_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(limit)
    .execute()
}

/** A folded word as a tsquery for `search_lexemes`. Folding leaves neither quotes nor backslashes. */
const tsqueryOf = (word: string): string =>
  isUnspaced(word)
    ? pairsOf(word)
        .map((pair) => `'${pair}'`)
        .join(' & ')
    : `'${word}':*`

/** Names a private conversation, or shows the version with a message; undefined where there is no such conversation or message. */
export async function updateSession(
  tx: Db,
  ref: SessionRef,
  change: { title?: string | undefined; head_message_id?: string | undefined },
) {
  const { workspaceId, userId, sessionId } = ref
  const { title, head_message_id: wanted } = change
  if (wanted !== undefined && !(await findMessage(tx, ref, wanted))) return undefined
  const headId = wanted && (await findNewestAfter(tx, workspaceId, wanted))
  return tx
    .updateTable('chat_sessions')
    .set({ ...(title !== undefined && { title }), ...(headId !== undefined && { head_id: headId }) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .returning(shown)
    .executeTakeFirst()
}

/**
 * Deletes a private conversation with its runs; those that are under way are to be stopped, and keep nothing of it.
 *
 * @returns the runs to stop; undefined where there is no such conversation
 */
export async function deleteSession(tx: Db, ref: SessionRef): Promise<string[] | undefined> {
  const { workspaceId, userId, sessionId } = ref
  if (!(await findSession(tx, ref))) return undefined
  // Runs are locked first: the end of one locks it before its conversation.
  const stopped = await requestStops(tx, workspaceId, { session_id: sessionId })
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
