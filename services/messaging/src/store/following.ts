import type { Unsigned } from '@parley/contracts/messages/attachment'
import { type FollowedThread, isMessage } from '@parley/contracts/messages/message'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'
import { cutPage, directionOf, ordered, type Page, withinPage } from './paging.ts'
import {
  getThreadState,
  lastReadMessage,
  lockThread,
  newestReply,
  publishThread,
  unreadReplies,
} from './thread-reads.ts'

/**
 * Sets whether someone follows the thread of a message they can read, which makes it read; its root, or undefined when
 * they cannot. Needs a transaction.
 */
export async function setFollowing(
  tx: Db,
  person: Person,
  messageId: string,
  isFollowing: boolean,
  trace: Trace,
): Promise<string | undefined> {
  const { workspaceId, userId } = person
  const thread = await lockThread(tx, person, messageId)
  if (!thread) return undefined
  const { rootId, channelId } = thread
  const newest = await newestReply(tx, workspaceId, rootId).executeTakeFirst()
  const changed = await tx
    .insertInto('thread_people')
    .values({
      workspace_id: workspaceId,
      root_id: rootId,
      user_id: userId,
      channel_id: channelId,
      is_following: isFollowing,
      last_reply_seq: newest?.seq ?? null,
      last_reply_at: newest?.created_at ?? null,
      last_read_seq: newest?.seq ?? 0,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'root_id', 'user_id'])
        .doUpdateSet(({ ref }) => ({
          is_following: ref('excluded.is_following'),
          last_read_seq: ref('excluded.last_read_seq'),
        }))
        .whereRef('thread_people.is_following', '<>', 'excluded.is_following'),
    )
    .returning('root_id')
    .executeTakeFirst()
  if (changed) await publishThread(tx, person, await getThreadState(tx, person, rootId), trace)
  return rootId
}

/** Threads on a page; `cursorFound` is false where `before` or `after` is no thread that the person takes part in. */
export interface FollowedThreads {
  threads: Unsigned<FollowedThread>[]
  hasMore: boolean
  cursorFound: boolean
}

/**
 * The threads with replies that someone follows and can read, the last replied to first. It walks what they follow in
 * that order and stops when the page is full, so that it costs the same however many threads they follow.
 */
export async function findFollowedThreads(
  db: Db,
  { workspaceId, userId }: Person,
  page: Page,
): Promise<FollowedThreads> {
  const direction = directionOf(page)
  const beyond = page.after === undefined ? '<' : '>'
  const cursorId = page.before ?? page.after
  const mine = db
    .selectFrom('thread_people as t')
    .where('t.workspace_id', '=', workspaceId)
    .where('t.user_id', '=', userId)
    .where('t.last_reply_at', 'is not', null)
  const cursor =
    cursorId === undefined ? undefined : mine.select(['t.last_reply_at', 't.root_id']).where('t.root_id', '=', cursorId)
  if (cursor && !(await cursor.executeTakeFirst())) return { threads: [], hasMore: false, cursorFound: false }

  const followed = mine
    .select(['t.root_id', 't.channel_id', 't.last_reply_at', 't.last_read_seq'])
    .where('t.is_following', '=', sql.lit(true))
    .orderBy('t.last_reply_at', direction)
    .orderBy('t.root_id', direction)
    .limit(sql.lit(1))
  const first = cursor
    ? followed.where(({ eb, refTuple }) =>
        eb(refTuple('t.last_reply_at', 't.root_id'), beyond, cursor.$asTuple('last_reply_at', 'root_id')),
      )
    : followed
  const next = followed.where(({ eb, refTuple }) =>
    eb(refTuple('t.last_reply_at', 't.root_id'), beyond, sql<[string, string]>`(walk.last_reply_at, walk.root_id)`),
  )
  const rows = await db
    .withRecursive('walk(root_id, channel_id, last_reply_at, last_read_seq)', (walking) =>
      walking
        .selectFrom(first.as('first'))
        .selectAll('first')
        .unionAll(
          walking
            .selectFrom('walk')
            .innerJoinLateral(next.as('next'), (join) => join.onTrue())
            .selectAll('next'),
        ),
    )
    .selectFrom((eb) =>
      eb
        .selectFrom('walk')
        .innerJoinLateral(
          ({ selectFrom }) =>
            selectFrom('messages as m')
              .innerJoin('channels.access as a', (join) =>
                join.onRef('a.workspace_id', '=', 'm.workspace_id').onRef('a.channel_id', '=', 'walk.channel_id'),
              )
              .leftJoin('channels.memberships as s', (join) =>
                join
                  .onRef('s.workspace_id', '=', 'm.workspace_id')
                  .onRef('s.channel_id', '=', 'walk.channel_id')
                  .onRef('s.user_id', '=', 'a.user_id'),
              )
              .select(['m.workspace_id', 'a.user_id', 's.joined_seq'])
              .where('m.workspace_id', '=', workspaceId)
              .whereRef('m.id', '=', 'walk.root_id')
              .where('m.deleted_at', 'is', null)
              .where('m.reply_count', '>', sql.lit(0))
              .where('a.user_id', '=', userId)
              .limit(sql.lit(1))
              .as('shown'),
          (join) => join.onTrue(),
        )
        .select(({ fn, ref }) => [
          'shown.workspace_id',
          'shown.user_id',
          'walk.root_id',
          'walk.last_reply_at',
          fn<number>('greatest', [ref('walk.last_read_seq'), ref('shown.joined_seq')]).as('read_seq'),
        ])
        .limit(page.limit + 1)
        .as('thread'),
    )
    .innerJoin('message_resources as m', 'm.id', 'thread.root_id')
    .select(({ ref }) => [
      withinPage(
        ref('m.resource'),
        ref('m.bytes'),
        sql.join([ordered(ref('thread.last_reply_at'), direction), ordered(ref('thread.root_id'), direction)]),
      ).as('root'),
      lastReadMessage.as('last_read_message_id'),
      unreadReplies.as('unread_count'),
    ])
    .where('m.workspace_id', '=', workspaceId)
    .orderBy('thread.last_reply_at', direction)
    .orderBy('thread.root_id', direction)
    .execute()
  const threads = rows.map(({ root, ...state }) => ({
    resource: root && isMessage(root) ? { ...root, ...state } : null,
  }))
  const { page: shown, hasMore } = cutPage(threads, page.limit, page.after !== undefined)
  return { threads: shown, hasMore, cursorFound: true }
}
