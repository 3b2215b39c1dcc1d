import { rooms } from '@parley/contracts/event'
import { threadUpdated } from '@parley/contracts/messages/events'
import type { ThreadState } from '@parley/contracts/messages/message'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { expressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { Person } from './messages.ts'
import { maxUnread } from './reads.ts'

/** How far someone has read a thread, as `thread` of a statement; `read_seq` is null where they take no part in it. */
interface ReaderOfThread {
  workspace_id: string
  root_id: string
  user_id: string
  read_seq: number | null
}

const replies = expressionBuilder<DB & { thread: ReaderOfThread }, 'thread'>()
  .selectFrom('messages as m')
  .whereRef('m.workspace_id', '=', 'thread.workspace_id')
  .whereRef('m.parent_message_id', '=', 'thread.root_id')
  .where('m.deleted_at', 'is', null)
  .where('m.is_imported', '=', sql.lit(false))

/** The replies of others that the reader of `thread` has not read: a range of one index. */
export const unreadReplies = expressionBuilder<DB, never>()
  .selectFrom(
    replies
      .select('m.seq')
      .whereRef('m.seq', '>', 'thread.read_seq')
      .whereRef('m.user_id', 'is distinct from', 'thread.user_id')
      .limit(maxUnread)
      .as('unread'),
  )
  .select(({ fn }) => fn.countAll<number>().as('count'))
  .$asScalar()
  .$notNull()

/** The last reply that the reader of `thread` has read, or its root. */
export const lastReadMessage = expressionBuilder<DB & { thread: ReaderOfThread }, 'thread'>().fn.coalesce(
  replies.select('m.id').whereRef('m.seq', '<=', 'thread.read_seq').orderBy('m.seq', 'desc').limit(1).$asScalar(),
  'thread.root_id',
)

/** A message's thread. */
export interface Thread {
  rootId: string
  channelId: string
}

/** The thread of a message that someone can read; undefined for what they cannot. */
export const findThread = (db: Db, person: Person, messageId: string): Promise<Thread | undefined> =>
  threadOf(db, person, messageId).executeTakeFirst()

/** The same, where nobody replies until the transaction ends. */
export const lockThread = (tx: Db, person: Person, messageId: string): Promise<Thread | undefined> =>
  threadOf(tx, person, messageId).forShare('root').executeTakeFirst()

const threadOf = (db: Db, { workspaceId, userId }: Person, messageId: string) =>
  db
    .selectFrom('messages as m')
    .innerJoin('messages as root', (join) =>
      join
        .onRef('root.workspace_id', '=', 'm.workspace_id')
        .on(({ eb, fn }) => eb('root.id', '=', fn.coalesce('m.parent_message_id', 'm.id'))),
    )
    .innerJoin('channels.access as a', (join) =>
      join.onRef('a.workspace_id', '=', 'm.workspace_id').onRef('a.channel_id', '=', 'm.channel_id'),
    )
    .select(['root.id as rootId', 'root.channel_id as channelId'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.id', '=', messageId)
    .where('m.deleted_at', 'is', null)
    .where('a.user_id', '=', userId)

/** A thread's newest reply that was not imported. */
export const newestReply = (db: Db, workspaceId: string, rootId: string) =>
  db
    .selectFrom('messages as m')
    .select(['m.seq', 'm.created_at'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.parent_message_id', '=', rootId)
    .where('m.deleted_at', 'is', null)
    .where('m.is_imported', '=', sql.lit(false))
    .orderBy('m.seq', 'desc')
    .limit(1)

/**
 * Moves someone's marker in a thread forward to one of its messages, or else to its newest reply, and publishes it when it
 * moved. Needs a transaction.
 *
 * @returns undefined where `upTo` is no message of the thread
 */
export async function moveThreadMarker(
  tx: Db,
  { workspaceId, userId }: Person,
  thread: Thread,
  upTo: string | undefined,
  trace: Trace,
): Promise<ThreadState | undefined> {
  const { rootId } = thread
  const named =
    upTo === undefined
      ? undefined
      : await tx
          .selectFrom('messages')
          .select(['seq', 'is_imported'])
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', upTo)
          .where(({ eb, or }) => or([eb('id', '=', rootId), eb('parent_message_id', '=', rootId)]))
          .executeTakeFirst()
  if (upTo !== undefined && !named) return undefined
  // What is imported has new numbers and old times: it says nothing of what came after it.
  const target = named ? sql.val(named.is_imported ? 0 : named.seq) : sql.ref<number>('last_reply_seq')
  const { numUpdatedRows } = await tx
    .updateTable('thread_people')
    .set({ last_read_seq: target })
    .where('workspace_id', '=', workspaceId)
    .where('root_id', '=', rootId)
    .where('user_id', '=', userId)
    .where('last_read_seq', '<', target)
    .executeTakeFirst()
  const state = await getThreadState(tx, { workspaceId, userId }, rootId)
  if (numUpdatedRows > 0n) await publishThread(tx, { workspaceId, userId }, state, trace)
  return state
}

/** What a thread is to someone. */
export async function getThreadState(db: Db, { workspaceId, userId }: Person, rootId: string): Promise<ThreadState> {
  return db
    .selectFrom((eb) =>
      eb
        .selectFrom('messages as root')
        .leftJoin('thread_people as t', (join) =>
          join
            .onRef('t.workspace_id', '=', 'root.workspace_id')
            .onRef('t.root_id', '=', 'root.id')
            .on('t.user_id', '=', userId),
        )
        .leftJoin('channels.memberships as s', (join) =>
          join
            .onRef('s.workspace_id', '=', 'root.workspace_id')
            .onRef('s.channel_id', '=', 'root.channel_id')
            .on('s.user_id', '=', userId),
        )
        .select(({ eb, fn, lit, ref, val, cast }) => [
          'root.workspace_id',
          'root.id as root_id',
          'root.channel_id',
          cast<string>(val(userId), 'uuid').as('user_id'),
          // By default, people follow the threads of their own messages.
          fn
            .coalesce('t.is_following', eb('root.user_id', '=', userId), lit(false))
            .$castTo<boolean>()
            .as('is_following'),
          eb
            .case()
            .when('t.user_id', 'is not', null)
            .then(fn<number>('greatest', [ref('t.last_read_seq'), ref('s.joined_seq')]))
            .end()
            .as('read_seq'),
        ])
        .where('root.workspace_id', '=', workspaceId)
        .where('root.id', '=', rootId)
        .as('thread'),
    )
    .select([
      'thread.root_id as message_id',
      'thread.channel_id',
      'thread.is_following as following',
      lastReadMessage.as('last_read_message_id'),
      unreadReplies.as('unread_count'),
    ])
    .executeTakeFirstOrThrow()
}

/** Publishes to someone's own sockets what a thread is to them now. */
export const publishThread = (tx: Db, { workspaceId, userId }: Person, data: ThreadState, trace: Trace) =>
  insertEvents(
    tx,
    [{ event: threadUpdated, workspaceId, feedId: data.channel_id, rooms: [rooms.user(workspaceId, userId)], data }],
    trace,
  )

/** How many threads someone follows, can read and has not read to their end; `maxUnread` at most. */
export async function countUnreadThreads(db: Db, { workspaceId, userId }: Person): Promise<number> {
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('thread_people as t')
        .innerJoin('messages as root', (join) =>
          join.onRef('root.workspace_id', '=', 't.workspace_id').onRef('root.id', '=', 't.root_id'),
        )
        .innerJoin('channels.access as a', (join) =>
          join.onRef('a.workspace_id', '=', 't.workspace_id').onRef('a.channel_id', '=', 't.channel_id'),
        )
        .leftJoin('channels.memberships as s', (join) =>
          join
            .onRef('s.workspace_id', '=', 't.workspace_id')
            .onRef('s.channel_id', '=', 't.channel_id')
            .onRef('s.user_id', '=', 't.user_id'),
        )
        .select('t.root_id')
        .where('t.workspace_id', '=', workspaceId)
        .where('t.user_id', '=', userId)
        .where('t.is_following', '=', sql.lit(true))
        .whereRef('t.last_reply_seq', '>', 't.last_read_seq')
        .where(({ eb, fn, ref, lit }) => eb('t.last_reply_seq', '>', fn.coalesce(ref('s.joined_seq'), lit(0))))
        .where('root.deleted_at', 'is', null)
        .where('a.user_id', '=', userId)
        .limit(maxUnread)
        .as('unread'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
