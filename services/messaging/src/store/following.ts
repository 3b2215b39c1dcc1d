import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'
import { cutPage, directionOf, isBeyond, ordered, type Page, withinPage } from './paging.ts'

/** Sets whether someone follows the thread of a message they can read; its root, or undefined when they cannot. */
export async function setFollowing(
  db: Db,
  { workspaceId, userId }: Person,
  messageId: string,
  isFollowing: boolean,
): Promise<string | undefined> {
  const row = await db
    .insertInto('thread_people')
    .columns(['workspace_id', 'root_id', 'user_id', 'channel_id', 'is_following'])
    .expression(({ selectFrom }) =>
      selectFrom('messages as m')
        .innerJoin('channels.access as a', (join) =>
          join.onRef('a.workspace_id', '=', 'm.workspace_id').onRef('a.channel_id', '=', 'm.channel_id'),
        )
        .select(({ cast, fn, val }) => [
          'm.workspace_id',
          fn.coalesce('m.parent_message_id', 'm.id').as('root_id'),
          'a.user_id',
          'm.channel_id',
          cast<boolean>(val(isFollowing), 'boolean').as('is_following'),
        ])
        .where('m.workspace_id', '=', workspaceId)
        .where('m.id', '=', messageId)
        .where('m.deleted_at', 'is', null)
        .where('a.user_id', '=', userId),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'root_id', 'user_id'])
        .doUpdateSet(({ ref }) => ({ is_following: ref('excluded.is_following') })),
    )
    .returning('root_id')
    .executeTakeFirst()
  return row?.root_id
}

/**
 * The roots of threads with replies that someone follows and can read, newest root first. It walks what they follow in
 * that order and stops when the page is full, so that it costs the same however many threads they follow.
 */
export async function findFollowedThreads(
  db: Db,
  { workspaceId, userId }: Person,
  page: Page,
): Promise<{ messages: StoredMessage[]; hasMore: boolean }> {
  const direction = directionOf(page)
  const followed = db
    .selectFrom('thread_people as t')
    .select(['t.root_id', 't.channel_id'])
    .where('t.workspace_id', '=', workspaceId)
    .where('t.user_id', '=', userId)
    .where('t.is_following', '=', sql.lit(true))
    .orderBy('t.root_id', direction)
    .limit(sql.lit(1))
  const first = followed.where(({ ref }) => isBeyond(page, ref('t.root_id')))
  const next = followed.where('t.root_id', page.after === undefined ? '<' : '>', sql.ref<string>('walk.root_id'))
  const rows = await db
    .withRecursive('walk(root_id, channel_id)', (walking) =>
      walking
        .selectFrom(first.as('first'))
        .select(['first.root_id', 'first.channel_id'])
        .unionAll(
          walking
            .selectFrom('walk')
            .innerJoinLateral(next.as('next'), (join) => join.onTrue())
            .select(['next.root_id', 'next.channel_id']),
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
              .select('m.id')
              .where('m.workspace_id', '=', workspaceId)
              .whereRef('m.id', '=', 'walk.root_id')
              .where('m.deleted_at', 'is', null)
              .where('m.reply_count', '>', sql.lit(0))
              .where('a.user_id', '=', userId)
              .limit(sql.lit(1))
              .as('shown'),
          (join) => join.onTrue(),
        )
        .select('walk.root_id')
        .limit(page.limit + 1)
        .as('listed'),
    )
    .innerJoin('message_resources as m', 'm.id', 'listed.root_id')
    .select(({ ref }) =>
      withinPage(ref('m.resource'), ref('m.bytes'), ordered(ref('listed.root_id'), direction)).as('resource'),
    )
    .where('m.workspace_id', '=', workspaceId)
    .orderBy('listed.root_id', direction)
    .execute()
  const { page: messages, hasMore } = cutPage(rows, page.limit, page.after !== undefined)
  return { messages: messages.filter(isMessage), hasMore }
}
