import { expressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DueChannel } from '../domain/turns.ts'
import type { DB } from '../schema.ts'

const { fn, eb } = expressionBuilder<DB, 'scheduled_messages'>()
const dueAt = fn<string>('greatest', ['scheduled_messages.send_at', 'scheduled_messages.retry_at'])
/** By the clock, not by when the transaction began; no index is read by it. */
export const isDue = eb(dueAt, '<=', fn<string>('clock_timestamp'))
/** A literal, so that plans made for any value use the index of those that wait. */
export const isPending = eb('scheduled_messages.status', '=', sql.lit('pending'))

/** As many due messages are read one by one; if there are more, the index is scanned from channel to channel. */
const maxRows = 1_000
/** Channels that such a scan finds: of a workspace, and in all. */
const maxOfWorkspace = 100
const maxFound = 10_000

/** Channels with due messages, longest waiting first, some more than once. A backlog hides no other workspace. */
export async function findDue(db: Db): Promise<DueChannel[]> {
  const due = await db
    .selectFrom('scheduled_messages')
    .select(['workspace_id as workspaceId', 'channel_id as channelId'])
    .where(isPending)
    .where(eb(dueAt, '<=', fn<string>('now')))
    .orderBy(dueAt)
    .limit(sql.lit(maxRows))
    .execute()
  return due.length < maxRows ? due : findDueByChannel(db)
}

/** A loose index scan: one look-up for each workspace and channel with pending messages, however many those are. */
async function findDueByChannel(db: Db): Promise<DueChannel[]> {
  const { rows } = await sql<DueChannel>`
    with recursive workspaces as (
      (select workspace_id as id from scheduled_messages where status = 'pending' order by workspace_id limit 1)
      union all
      select next.workspace_id
      from workspaces
      cross join lateral (
        select workspace_id from scheduled_messages
        where status = 'pending' and workspace_id > workspaces.id
        order by workspace_id limit 1) next
    )
    select workspaces.id as "workspaceId", due.channel_id as "channelId"
    from workspaces
    cross join lateral (
      with recursive channels as (
        (select channel_id, greatest(send_at, retry_at) as due_at from scheduled_messages
         where status = 'pending' and workspace_id = workspaces.id
         order by channel_id, greatest(send_at, retry_at) limit 1)
        union all
        select next.channel_id, next.due_at
        from channels
        cross join lateral (
          select channel_id, greatest(send_at, retry_at) as due_at from scheduled_messages
          where status = 'pending' and workspace_id = workspaces.id and channel_id > channels.channel_id
          order by channel_id, greatest(send_at, retry_at) limit 1) next
      )
      select channel_id, due_at from channels where due_at <= now() limit ${sql.lit(maxOfWorkspace)}
    ) due
    order by row_number() over (partition by workspaces.id order by due.due_at), due.due_at
    limit ${sql.lit(maxFound)}`.execute(db)
  return rows
}

/** In how many milliseconds the next message will be due that is not yet. */
export async function findNextWaitMs(db: Db): Promise<number> {
  const next = await db
    .selectFrom('scheduled_messages')
    .select(sql<number>`ceil(extract(epoch from ${dueAt} - clock_timestamp()) * 1000)::float8`.as('waitMs'))
    .where(isPending)
    .where(eb(dueAt, '>', fn<string>('now')))
    .orderBy(dueAt)
    .limit(sql.lit(1))
    .executeTakeFirst()
  return next ? Math.max(next.waitMs, 0) : Number.POSITIVE_INFINITY
}
