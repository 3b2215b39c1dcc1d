import { maxMentionsCounted } from '@parley/contracts/messages/following'
import type { Message } from '@parley/contracts/messages/message'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { cut, type Page, scanOf } from './following.ts'
import type { Person } from './messages.ts'

export interface Mentions {
  messages: Message[]
  /** Exact up to `maxMentionsCounted`. */
  total: number
  totalIsCapped: boolean
  hasMore: boolean
}

/**
 * What mentions someone, newest first, in one statement: a few index entries of every channel they are in or were ever
 * mentioned in, merged. So it costs as much as they have channels, however many messages there are.
 */
export async function findMentions(db: Db, { workspaceId, userId }: Person, page: Page): Promise<Mentions> {
  const { direction, range } = scanOf(page)
  const taken = page.limit + 1
  const { rows } = await sql<{ total: number; message: Message | null }>`
    with recursive named (channel_id) as (
      (select n.channel_id from mentions n where n.user_id = ${userId} order by n.channel_id limit 1)
      union all
      select next.channel_id from named, lateral (
        select n.channel_id from mentions n where n.user_id = ${userId} and n.channel_id > named.channel_id
        order by n.channel_id limit 1) next
    ), readable as materialized (
      select s.channel_id, true as is_member,
        (select m.id from messages m where m.channel_id = s.channel_id and m.seq = s.joined_seq) as joined_after
      from channels.memberships s where s.workspace_id = ${workspaceId} and s.user_id = ${userId}
      union all
      select a.channel_id, false, null from named
      join channels.access a
        on a.workspace_id = ${workspaceId} and a.channel_id = named.channel_id and a.user_id = ${userId}
        and not a.is_member
    ), listed as (
      select found.message_id from readable r, lateral (
        (select n.message_id from mentions n
          where n.user_id = ${userId} and n.channel_id = r.channel_id and ${range(sql`n.message_id`)}
          order by n.message_id ${direction} limit ${taken})
        union
        (select n.message_id from mentions n
          where n.user_id is null and n.channel_id = r.channel_id and r.is_member
            and n.author_id is distinct from ${userId}
            and (r.joined_after is null or n.message_id > r.joined_after) and ${range(sql`n.message_id`)}
          order by n.message_id ${direction} limit ${taken})
      ) found
      order by found.message_id ${direction} limit ${taken}
    ), counted as (
      select count(*) as total from (
        select from readable r, lateral (
          select from mentions n where n.user_id = ${userId} and n.channel_id = r.channel_id
          union all
          select from mentions n
          where n.user_id is null and n.channel_id = r.channel_id and r.is_member
            and n.author_id is distinct from ${userId}
            and (r.joined_after is null or n.message_id > r.joined_after)
            and not exists (select from mentions own
              where own.channel_id = n.channel_id and own.user_id = ${userId} and own.seq = n.seq)
        ) mentioned limit ${maxMentionsCounted + 1}) kept
    )
    select counted.total, page.message
    from counted left join (
      select listed.message_id, message_json(m, p.display_name, p.avatar_url, ${userId}) as message
      from listed join messages m on m.id = listed.message_id
      left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
    ) page on true
    order by page.message_id ${direction}`.execute(db)
  const { rows: listed, hasMore } = cut(rows, page)
  const total = rows[0]?.total ?? 0
  return {
    messages: listed.flatMap(({ message }) => message ?? []),
    total: Math.min(total, maxMentionsCounted),
    totalIsCapped: total > maxMentionsCounted,
    hasMore,
  }
}
