import type { ReadMarker } from '@parley/contracts/messages/message'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'

/** Unread counts are exact up to here and stop. */
export const maxUnread = 1_000
/** In channels of at most this many members, everyone sees how far everyone has read. */
const maxWatchers = 50

/** The messages that someone who has read up to a position has not read: a range of one index. */
const unreadCount = sql`(
  select count(*) from (
    select from messages m
    where m.workspace_id = marker.workspace_id and m.channel_id = marker.channel_id and m.seq > marker.seq
      and m.parent_message_id is null and m.deleted_at is null and m.user_id is distinct from marker.user_id
    limit ${maxUnread}) unread)`

/** Those of them that mention the reader, or everyone; each once. */
const mentionCount = sql`(
  select count(*) from (
    (select n.seq from mentions n where n.workspace_id = marker.workspace_id and n.channel_id = marker.channel_id
      and n.user_id = marker.user_id and n.seq > marker.seq and not n.is_reply order by n.seq limit ${maxUnread})
    union
    (select n.seq from mentions n where n.workspace_id = marker.workspace_id and n.channel_id = marker.channel_id
      and n.user_id is null and n.seq > marker.seq and not n.is_reply and n.author_id is distinct from marker.user_id
      order by n.seq limit ${maxUnread})
    limit ${maxUnread}) mentioned)`

export interface Unread {
  channel_id: string
  unread_count: number
  mention_count: number
  last_read_message_id: string | null
}

/** What someone has not read, per channel they are a member of. Channels with nothing new cost one row of `channel_heads`. */
export async function findUnread(db: Db, { workspaceId, userId }: Person): Promise<Unread[]> {
  const { rows } = await sql<Unread>`
    select marker.channel_id, marker.last_read_message_id,
      case when marker.is_behind then ${unreadCount} else 0 end as unread_count,
      case when marker.is_behind then ${mentionCount} else 0 end as mention_count
    from (
      select s.workspace_id, s.channel_id, s.user_id, r.last_read_message_id,
        greatest(r.last_read_seq, s.joined_seq) as seq, h.seq > greatest(r.last_read_seq, s.joined_seq) as is_behind
      from channels.memberships s
      left join channel_heads h on h.workspace_id = s.workspace_id and h.channel_id = s.channel_id
      left join reads r
        on r.workspace_id = s.workspace_id and r.user_id = s.user_id and r.channel_id = s.channel_id
      where s.workspace_id = ${workspaceId} and s.user_id = ${userId}
    ) marker
    order by marker.channel_id`.execute(db)
  return rows
}

type Marker = z.output<typeof ReadMarker>

/** A marker after a request to move it; undefined for someone who is not a member of the channel. */
export type Marking = { unreadCount: number; marker: Marker; hasMoved: boolean } | { messageFound: false }

interface MarkingRow {
  message_found: boolean
  has_moved: boolean
  resource: Marker
  unread_count: number
}

/**
 * Moves a member's marker forward to a message, never back, and publishes it when it moved. Of several at once the
 * furthest wins: the row decides.
 */
export async function moveMarker(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  messageId: string,
  trace: Trace,
): Promise<Marking | undefined> {
  const { rows } = await sql<MarkingRow>`
    with place as (
      select a.member_count, s.joined_seq, m.id as message_id, m.seq, r.last_read_seq
      from channels.access a
      join channels.memberships s
        on s.workspace_id = a.workspace_id and s.user_id = a.user_id and s.channel_id = a.channel_id
      left join messages m
        on m.workspace_id = a.workspace_id and m.id = ${messageId} and m.channel_id = a.channel_id
      left join reads r
        on r.workspace_id = a.workspace_id and r.user_id = a.user_id and r.channel_id = a.channel_id
      where a.workspace_id = ${workspaceId} and a.channel_id = ${channelId} and a.user_id = ${userId}
    ), written as (
      insert into reads as r (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)
      select ${userId}, ${channelId}, ${workspaceId}, seq, message_id, date_trunc('milliseconds', clock_timestamp())
      from place where seq > coalesce(last_read_seq, 0)
      on conflict (workspace_id, user_id, channel_id) do update set
        last_read_seq = greatest(r.last_read_seq, excluded.last_read_seq),
        last_read_message_id = case when excluded.last_read_seq > r.last_read_seq
          then excluded.last_read_message_id else r.last_read_message_id end,
        read_at = case when excluded.last_read_seq > r.last_read_seq then excluded.read_at else r.read_at end
      returning new.*, new.last_read_seq is distinct from old.last_read_seq as has_moved
    ), markers as (
      select * from written
      union all
      select r.*, false from reads r
      where r.workspace_id = ${workspaceId} and r.user_id = ${userId} and r.channel_id = ${channelId}
        and not exists (select from written)
    ), shown as (
      select s.has_moved, greatest(s.last_read_seq, place.joined_seq) as unread_from,
        jsonb_build_object('user_id', s.user_id, 'channel_id', s.channel_id,
          'last_read_message_id', s.last_read_message_id, 'last_read_seq', s.last_read_seq,
          'read_at', parley.iso(s.read_at)) as resource
      from place join markers s on place.seq is not null
    ), published as (
      insert into outbox (id, kind, name, rooms, payload, trace)
      select made.id, 'event', 'read.updated',
        array['user:' || ${workspaceId} || ':' || ${userId}]
          || case when place.member_count <= ${maxWatchers} then array['channel:' || ${channelId}] else '{}' end,
        jsonb_build_object('id', made.id, 'type', 'read.updated', 'workspace_id', ${workspaceId}::text,
          'channel_id', ${channelId}::text, 'seq', null, 'rev', null, 'at', shown.resource->>'read_at',
          'data', shown.resource),
        ${JSON.stringify(trace)}::jsonb
      from shown, place, lateral (select uuidv7() as id where shown.has_moved) made
    )
    select place.seq is not null as message_found, marker.has_moved, marker.resource,
      case when place.seq is not null then ${unreadCount} end as unread_count
    from place left join (
      select shown.*, shown.unread_from as seq, ${workspaceId}::uuid as workspace_id, ${userId}::uuid as user_id,
        ${channelId}::uuid as channel_id
      from shown
    ) marker on true`.execute(db)
  const [row] = rows
  if (!row) return undefined
  if (!row.message_found) return { messageFound: false }
  return { unreadCount: row.unread_count, marker: row.resource, hasMoved: row.has_moved }
}
