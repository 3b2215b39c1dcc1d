import type { ReadMarker } from '@parley/contracts/messages/message'
import { type OutboxRow, outboxColumns, publishAfterCommit, publisherOf } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { type Expression, expressionBuilder, sql } from 'kysely'
import type * as z from 'zod'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { Person } from './messages.ts'

/** Unread counts are exact up to here and stop. */
export const maxUnread = 1_000
/** In channels of at most this many members, everyone sees how far everyone has read. */
const maxWatchers = 50

/** How far someone has read a channel, as `marker` of a statement. */
interface MarkerRow {
  workspace_id: string
  channel_id: string
  user_id: string
  seq: number
}

const { selectFrom } = expressionBuilder<DB & { marker: MarkerRow }, 'marker'>()

/** The messages that someone who has read up to `marker` has not read: a range of one index. */
const unreadCount = selectFrom(
  selectFrom('messages as m')
    .select('m.seq')
    .whereRef('m.workspace_id', '=', 'marker.workspace_id')
    .whereRef('m.channel_id', '=', 'marker.channel_id')
    .whereRef('m.seq', '>', 'marker.seq')
    .where('m.parent_message_id', 'is', null)
    .where('m.deleted_at', 'is', null)
    .whereRef('m.user_id', 'is distinct from', 'marker.user_id')
    .limit(maxUnread)
    .as('unread'),
)
  .select(({ fn }) => fn.countAll<number>().as('count'))
  .$asScalar()
  .$notNull()

const mentionsInChannel = selectFrom('mentions as n')
  .select('n.seq')
  .whereRef('n.workspace_id', '=', 'marker.workspace_id')
  .whereRef('n.channel_id', '=', 'marker.channel_id')
  .whereRef('n.seq', '>', 'marker.seq')
  .where('n.is_reply', '=', sql.lit(false))
  .orderBy('n.seq')
  .limit(maxUnread)
const byName = mentionsInChannel.whereRef('n.user_id', '=', 'marker.user_id')
const ofEveryone = mentionsInChannel
  .where('n.user_id', 'is', null)
  .whereRef('n.author_id', 'is distinct from', 'marker.user_id')

/** Those of them that mention the reader, or everyone; each once. */
const mentionCount = selectFrom(
  selectFrom(byName.as('by_name'))
    .select('by_name.seq')
    .union(selectFrom(ofEveryone.as('of_everyone')).select('of_everyone.seq'))
    .limit(maxUnread)
    .as('mentioned'),
)
  .select(({ fn }) => fn.countAll<number>().as('count'))
  .$asScalar()
  .$notNull()

export interface Unread {
  channel_id: string
  unread_count: number
  mention_count: number
  last_read_message_id: string | null
}

/** Unread counts of the channels that a person is a member of. A channel with nothing new costs one row of `channel_heads`. */
export async function findUnread(db: Db, { workspaceId, userId }: Person): Promise<Unread[]> {
  const markers = db
    .selectFrom('channels.memberships as s')
    .leftJoin('channel_heads as h', (join) =>
      join.onRef('h.workspace_id', '=', 's.workspace_id').onRef('h.channel_id', '=', 's.channel_id'),
    )
    // One look-up each: where most people are in few channels, a join would read all of a person's markers for each.
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('reads as r')
          .select(['r.last_read_seq', 'r.last_read_message_id'])
          .whereRef('r.workspace_id', '=', 's.workspace_id')
          .whereRef('r.user_id', '=', 's.user_id')
          .whereRef('r.channel_id', '=', 's.channel_id')
          .limit(sql.lit(1))
          .as('r'),
      (join) => join.onTrue(),
    )
    .select(({ eb, fn }) => {
      const seq = fn<number>('greatest', ['r.last_read_seq', 's.joined_seq'])
      return [
        's.workspace_id',
        's.channel_id',
        's.user_id',
        'r.last_read_message_id',
        seq.as('seq'),
        eb('h.seq', '>', seq).$castTo<boolean>().as('is_behind'),
      ]
    })
    .where('s.workspace_id', '=', workspaceId)
    .where('s.user_id', '=', userId)
  return db
    .selectFrom(markers.as('marker'))
    .select(({ eb, lit, ref }) => {
      const ifBehind = (count: Expression<number>) =>
        eb.case().when(ref('marker.is_behind')).then(count).else(lit(0)).end()
      return [
        'marker.channel_id',
        'marker.last_read_message_id',
        ifBehind(unreadCount).as('unread_count'),
        ifBehind(mentionCount).as('mention_count'),
      ]
    })
    .orderBy('marker.channel_id')
    .execute()
}

type Marker = z.output<typeof ReadMarker>

/** How far a channel's members have read, as far as this one may see; undefined for someone who is not a member. */
export async function findMarkers(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
): Promise<Marker[] | undefined> {
  const rows = await db
    .selectFrom('channels.access as a')
    .innerJoin('channels.memberships as s', (join) =>
      join
        .onRef('s.workspace_id', '=', 'a.workspace_id')
        .onRef('s.channel_id', '=', 'a.channel_id')
        .on(({ eb, or, ref }) =>
          or([eb('a.member_count', '<=', sql.lit(maxWatchers)), eb('s.user_id', '=', ref('a.user_id'))]),
        ),
    )
    .leftJoin('reads as r', (join) =>
      join
        .onRef('r.workspace_id', '=', 's.workspace_id')
        .onRef('r.user_id', '=', 's.user_id')
        .onRef('r.channel_id', '=', 's.channel_id'),
    )
    .select(['r.user_id', 'r.channel_id', 'r.last_read_message_id', 'r.last_read_seq', 'r.read_at'])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .where('a.is_member', '=', true)
    .orderBy('s.user_id')
    .execute()
  const isThere = (row: (typeof rows)[number]): row is Marker => row.user_id !== null
  return rows.length > 0 ? rows.filter(isThere) : undefined
}

/** A marker after a request to move it; undefined for someone who is not a member of the channel. */
export type Marking = { unreadCount: number; marker: Marker } | { messageFound: false }

interface MarkingRow {
  message_found: boolean
  published: OutboxRow | null
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
  // Raw: what the row was before and is after the write, and an event made of it, which the builder has no words for.
  const { rows } = await sql<MarkingRow>`
    with target as (
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
      from target where seq > coalesce(last_read_seq, 0)
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
      select s.has_moved, greatest(s.last_read_seq, target.joined_seq) as unread_from,
        jsonb_build_object('user_id', s.user_id, 'channel_id', s.channel_id,
          'last_read_message_id', s.last_read_message_id, 'last_read_seq', s.last_read_seq,
          'read_at', parley.iso(s.read_at)) as resource
      from target join markers s on target.seq is not null
    ), published as (
      insert into outbox (id, kind, name, rooms, payload, trace, publisher)
      select made.id, 'event', 'read.updated',
        array['user:' || ${workspaceId} || ':' || ${userId}]
          || case when target.member_count <= ${maxWatchers} then array['channel:' || ${channelId}] else '{}' end,
        jsonb_build_object('id', made.id, 'type', 'read.updated', 'workspace_id', ${workspaceId}::text,
          'channel_id', ${channelId}::text, 'seq', null, 'rev', null, 'at', shown.resource->>'read_at',
          'data', shown.resource),
        ${JSON.stringify(trace)}::jsonb, ${publisherOf(db)}
      from shown, target, lateral (select uuidv7() as id where shown.has_moved) made
      returning ${outboxColumns}
    )
    select target.seq is not null as message_found, marker.resource,
      (select to_json(published) from published) as published,
      case when target.seq is not null then ${unreadCount} end as unread_count
    from target left join (
      select shown.*, shown.unread_from as seq, ${workspaceId}::uuid as workspace_id, ${userId}::uuid as user_id,
        ${channelId}::uuid as channel_id
      from shown
    ) marker on true`.execute(db)
  const [row] = rows
  if (!row) return undefined
  if (!row.message_found) return { messageFound: false }
  if (row.published) publishAfterCommit(db, [row.published])
  return { unreadCount: row.unread_count, marker: row.resource }
}
