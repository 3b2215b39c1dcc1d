import type { EventEnvelope } from '@parley/contracts/event'
import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Whether anybody wants events of a workspace. */
export async function hasWebhooks(db: Db, workspaceId: string): Promise<boolean> {
  const found = await db
    .selectFrom('active_webhooks')
    .select('webhook_id')
    .where('workspace_id', '=', workspaceId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** How far a channel's events are stored. */
export interface ChannelPosition {
  /** Null while none are, since there are webhooks. */
  counted: { seq: number; rev: number } | null
  isPrivate: boolean
  /** Milliseconds since the event that is looked at. */
  age: number
}

/**
 * Locks a channel's position, so that its events are stored one after another; undefined for a channel that is gone and of
 * which nothing is known.
 *
 * @param at when the event happened that is looked at
 */
export async function lockChannel(
  tx: Db,
  workspaceId: string,
  channelId: string,
  at: string,
): Promise<ChannelPosition | undefined> {
  await sql`
    insert into webhook_channels as c (workspace_id, channel_id, is_private)
    select s.workspace_id, s.channel_id, s.is_private from channels.states s
    where s.workspace_id = ${workspaceId} and s.channel_id = ${channelId}
    on conflict (workspace_id, channel_id) do update set is_private = excluded.is_private`.execute(tx)
  const { rows } = await sql<ChannelPosition>`
    select case when c.stored_at >= since.at and c.rev is not null then json_build_object('seq', c.seq, 'rev', c.rev) end as counted,
      c.is_private as "isPrivate", (extract(epoch from clock_timestamp() - ${at}::timestamptz) * 1000)::float8 as age
    from webhook_channels c, (
      select min(w.active_since) as at from webhooks w where w.workspace_id = ${workspaceId} and w.is_active) since
    where c.workspace_id = ${workspaceId} and c.channel_id = ${channelId}
    for update of c`.execute(tx)
  return rows[0]
}

/** Notes how far a locked channel's events are stored. */
export async function noteChannel(
  tx: Db,
  workspaceId: string,
  channelId: string,
  { seq, rev }: { seq: number; rev: number },
): Promise<void> {
  await tx
    .updateTable('webhook_channels')
    .set({ seq, rev, stored_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .execute()
}

/** A channel is gone. */
export async function forgetChannel(tx: Db, workspaceId: string, channelId: string): Promise<void> {
  await tx
    .deleteFrom('webhook_channels')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .execute()
}

/** The newest number of a channel's messages. */
export async function readNewestSeq(tx: Db, workspaceId: string, channelId: string): Promise<number> {
  const found = await tx
    .selectFrom('messaging.channel_counts')
    .select('seq')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return found?.seq ?? 0
}

/** What a channel has had since a position, and the position after it. */
export async function readMissed(
  tx: Db,
  workspaceId: string,
  channelId: string,
  { seq, rev }: { seq: number; rev: number },
  max: number,
): Promise<{ events: EventEnvelope[]; seq: number; rev: number; hasMore: boolean }> {
  const { rows } = await sql<{ events: EventEnvelope[]; seq: number; rev: number; hasMore: boolean }>`
    select events, seq, rev, has_more as "hasMore"
    from messaging.changes(${workspaceId}, ${channelId}, ${seq}, ${rev}, ${max})`.execute(tx)
  return rows[0]!
}

/** Where an event goes. */
export interface Lane {
  /** What its events are in order of. */
  id: string
  channelId: string | null
  isPrivate: boolean
}

/**
 * Stores an event once for all webhooks that are to be sent it. Private channels are sent as far as the person is a member
 * who named them.
 */
export async function storeEvent(tx: Db, event: EventEnvelope, lane: Lane): Promise<void> {
  const { workspace_id: workspaceId, id, type, at } = event
  const { channelId, isPrivate } = lane
  // Raw: one statement, so that an event which is stored twice is counted once.
  await sql`
    with wanting as (
      select w.id, w.dropped from webhooks w
      where w.workspace_id = ${workspaceId} and w.is_active and ${type} = any(w.events)
        and w.active_since <= ${at}::timestamptz
        and (${channelId}::uuid is null
          or w.channel_ids is null and not ${isPrivate}
          or ${channelId} = any(w.channel_ids) and (not ${isPrivate} or exists (
            select from channels.access a
            where a.workspace_id = ${workspaceId} and a.channel_id = ${channelId} and a.user_id = w.reads_as and a.is_member)))
        and not exists (select from webhook_deliveries d
          where d.workspace_id = ${workspaceId} and d.webhook_id = w.id and d.event_id = ${id})
      order by w.id for no key update
    ), filled as (
      select l.webhook_id from webhook_lanes l join wanting on wanting.id = l.webhook_id
      where l.workspace_id = ${workspaceId} group by l.webhook_id having sum(l.waiting) >= ${webhookLimits.waiting}
    ), woken as (
      update webhooks w set received = w.received + 1,
        dropped = w.dropped + (exists (select from filled where filled.webhook_id = w.id))::int,
        wake_at = coalesce(w.wake_at, now())
      from wanting where w.workspace_id = ${workspaceId} and w.id = wanting.id
    ), taking as (
      select id from wanting where id not in (select webhook_id from filled)
    ), stored as (
      insert into webhook_events (workspace_id, id, type, channel_id, payload)
      select ${workspaceId}, ${id}, ${type}, ${channelId}, ${JSON.stringify(event)} where exists (select from taking)
      on conflict (workspace_id, id) do nothing
    ), added as (
      insert into webhook_deliveries (workspace_id, webhook_id, event_id, lane, type, expires_at)
      select ${workspaceId}, taking.id, ${id}, ${lane.id}, ${type}, now() + ${webhookLimits.retryDays} * interval '1 day'
      from taking
    )
    insert into webhook_lanes as l (workspace_id, webhook_id, lane, waiting)
    select ${workspaceId}, taking.id, ${lane.id}, 1 from taking order by taking.id
    on conflict (workspace_id, webhook_id, lane) do update set waiting = l.waiting + 1`.execute(tx)
}
