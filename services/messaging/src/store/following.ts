import type { Message } from '@parley/contracts/messages/message'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'

/** Sets whether someone follows the thread of a message they can read; its root, or undefined when they cannot. */
export async function setFollowing(
  db: Db,
  { workspaceId, userId }: Person,
  messageId: string,
  isFollowing: boolean,
): Promise<string | undefined> {
  const { rows } = await sql<{ root_id: string }>`
    insert into thread_people as t (workspace_id, root_id, user_id, channel_id, is_following)
    select m.workspace_id, coalesce(m.parent_message_id, m.id), a.user_id, m.channel_id, ${isFollowing}::boolean
    from messages m
    join channels.access a
      on a.workspace_id = m.workspace_id and a.channel_id = m.channel_id and a.user_id = ${userId}
    where m.id = ${messageId} and m.workspace_id = ${workspaceId} and m.deleted_at is null
    on conflict (workspace_id, root_id, user_id) do update set is_following = excluded.is_following
    returning root_id`.execute(db)
  return rows[0]?.root_id
}

/** A page of a list that is ordered by the ids of its messages, newest first. */
export interface Page {
  limit: number
  before?: string | undefined
  after?: string | undefined
}

/** Which way a page is read from its cursor, and which ids are in it. */
export const scanOf = ({ before, after }: Page) => ({
  direction: after === undefined ? sql`desc` : sql`asc`,
  range: (id: RawBuilder<unknown>): RawBuilder<unknown> =>
    before !== undefined ? sql`${id} < ${before}` : after !== undefined ? sql`${id} > ${after}` : sql`true`,
})

/** Cuts what was read, one more than asked for, to the page. */
export function cut<T>(rows: T[], { limit, after }: Page): { rows: T[]; hasMore: boolean } {
  const page = rows.slice(0, limit)
  return { rows: after === undefined ? page : page.reverse(), hasMore: rows.length > limit }
}

/**
 * The roots of threads with replies that someone follows and can read, newest root first. It walks what they follow in
 * that order and stops when the page is full, so that it costs the same however many threads they follow.
 */
export async function findFollowedThreads(
  db: Db,
  { workspaceId, userId }: Person,
  page: Page,
): Promise<{ messages: Message[]; hasMore: boolean }> {
  const { direction, range } = scanOf(page)
  const next = (further: RawBuilder<unknown>) => sql`
    select t.root_id, t.channel_id from thread_people t
    where t.user_id = ${userId} and t.is_following and t.workspace_id = ${workspaceId} and ${further}
    order by t.root_id ${direction} limit 1`
  const beyond = page.after === undefined ? sql`t.root_id < walk.root_id` : sql`t.root_id > walk.root_id`
  const { rows } = await sql<{ message: Message }>`
    with recursive walk as (
      (${next(range(sql`t.root_id`))})
      union all
      select following.* from walk cross join lateral (${next(beyond)}) following
    )
    select listed.message
    from (
      select walk.root_id, shown.message
      from walk cross join lateral (
        select m.resource as message
        from message_resources m
        join channels.access a
          on a.workspace_id = ${workspaceId} and a.channel_id = walk.channel_id and a.user_id = ${userId}
        where m.workspace_id = ${workspaceId} and m.id = walk.root_id and m.deleted_at is null and m.reply_count > 0
        limit 1
      ) shown
      limit ${page.limit + 1}
    ) listed
    order by listed.root_id ${direction}`.execute(db)
  const { rows: listed, hasMore } = cut(rows, page)
  return { messages: listed.map(({ message }) => message), hasMore }
}
