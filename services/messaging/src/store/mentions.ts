import { maxMentionsCounted } from '@parley/contracts/messages/following'
import type { Message } from '@parley/contracts/messages/message'
import { type RawBuilder, sql } from 'kysely'
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
 * What mentions someone, newest first, in one statement. The newest mention in each channel they are in, or were ever
 * mentioned in, says in which of them the page can lie, and only those are read further: it costs as much as they have
 * channels, however many messages there are.
 */
export async function findMentions(db: Db, person: Person, page: Page): Promise<Mentions> {
  const { workspaceId, userId } = person
  const { direction, range } = scanOf(page)
  const taken = page.limit + 1
  const { rows } = await sql<{ total: number; message: Message | null }>`
    with recursive named (channel_id) as (
      (select n.channel_id from mentions n where n.workspace_id = ${workspaceId} and n.user_id = ${userId}
        order by n.channel_id limit 1)
      union all
      select next.channel_id from named, lateral (
        select n.channel_id from mentions n
        where n.workspace_id = ${workspaceId} and n.user_id = ${userId} and n.channel_id > named.channel_id
        order by n.channel_id limit 1) next
    ), readable as (
      select s.channel_id, true as is_member, named.channel_id is not null as is_named, case when s.joined_seq > 0 then (
        select m.id from messages m
        where m.workspace_id = s.workspace_id and m.channel_id = s.channel_id and m.seq = s.joined_seq) end as joined_after
      from channels.memberships s left join named on named.channel_id = s.channel_id
      where s.workspace_id = ${workspaceId} and s.user_id = ${userId}
      union all
      select a.channel_id, false, true, null from named
      join channels.access a
        on a.workspace_id = ${workspaceId} and a.channel_id = named.channel_id and a.user_id = ${userId}
        and not a.is_member
    ), active as materialized (
      select r.*, newest.message_id from readable r, lateral (${mentionsOf(sql`r`, person, { limit: 1 })}) newest
    ), near as materialized (
      ${
        page.before === undefined && page.after === undefined
          ? sql`select * from active order by message_id desc limit ${taken}`
          : sql`select a.* from active a, lateral (${mentionsOf(sql`a`, person, { direction, range, limit: 1 })}) next
      order by next.message_id ${direction} limit ${taken}`
      }
    ), listed as (
      select found.message_id
      from near n, lateral (${mentionsOf(sql`n`, person, { direction, range, limit: taken })}) found
      order by found.message_id ${direction} limit ${taken}
    ), counted as (
      select count(*) as total from (
        select from active a, lateral (${mentionsOf(sql`a`, person, { limit: maxMentionsCounted + 1 })}) mentioned
        limit ${maxMentionsCounted + 1}) kept
    )
    select counted.total, page.message
    from counted left join (
      select listed.message_id, m.resource as message
      from listed join message_resources m on m.workspace_id = ${workspaceId} and m.id = listed.message_id
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

interface Reading {
  direction?: RawBuilder<unknown>
  range?: (id: RawBuilder<unknown>) => RawBuilder<unknown>
  limit: number
}

/**
 * The ids of a channel's messages that mention someone by name, or everyone while they were a member; each once.
 * Ordering by user_id as well lets the index give the order where it is null.
 */
const mentionsOf = (
  channel: RawBuilder<unknown>,
  { workspaceId, userId }: Person,
  { direction = sql`desc`, range = () => sql`true`, limit }: Reading,
): RawBuilder<unknown> => sql`
  select message_id from (
    (select m.message_id from mentions m
      where ${channel}.is_named and m.workspace_id = ${workspaceId} and m.user_id = ${userId}
        and m.channel_id = ${channel}.channel_id and ${range(sql`m.message_id`)}
      order by m.message_id ${direction} limit ${limit})
    union
    (select m.message_id from mentions m
      where ${channel}.is_member and m.workspace_id = ${workspaceId} and m.user_id is null
        and m.channel_id = ${channel}.channel_id and m.author_id is distinct from ${userId}
        and (${channel}.joined_after is null or m.message_id > ${channel}.joined_after) and ${range(sql`m.message_id`)}
      order by m.user_id ${direction}, m.message_id ${direction} limit ${limit})
  ) either order by message_id ${direction} limit ${limit}`
