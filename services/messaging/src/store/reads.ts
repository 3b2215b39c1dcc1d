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
    .where('m.is_imported', '=', sql.lit(false))
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

/** A marker after a request to move it, null where there is none; what is imported moves none. */
export type Marking = { unreadCount: number; marker: Marker | null } | { messageFound: false }

interface MarkingRow {
  message_found: boolean
  published: OutboxRow | null
  resource: Marker | null
  unread_count: number
}

/** Where a marker goes: to a message, unless it is beyond that already, or right before one, wherever it is. */
export type Move = { to: string } | { before: string }

const to = {
  place: { seq: sql`m.seq`, id: sql`m.id` },
  isWanted: sql`not is_imported and seq > coalesce(last_read_seq, 0)`,
  // Of several at once the furthest wins: the row decides.
  onConflict: sql`
    last_read_seq = greatest(r.last_read_seq, excluded.last_read_seq),
    last_read_message_id = case when excluded.last_read_seq > r.last_read_seq
      then excluded.last_read_message_id else r.last_read_message_id end,
    read_at = case when excluded.last_read_seq > r.last_read_seq then excluded.read_at else r.read_at end`,
}
const before = {
  place: {
    seq: sql`m.seq - 1`,
    id: sql`(
      select p.id from messages p
      where p.workspace_id = m.workspace_id and p.channel_id = m.channel_id and p.seq < m.seq
        and p.parent_message_id is null and p.deleted_at is null and not p.is_imported
      order by p.seq desc limit 1)`,
  },
  isWanted: sql`not is_imported`,
  onConflict: sql`
    last_read_seq = excluded.last_read_seq, last_read_message_id = excluded.last_read_message_id,
    read_at = excluded.read_at`,
}

/** Moves a member's marker, and publishes it when it moved; undefined for someone who is not a member of the channel. */
export async function moveMarker(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  move: Move,
  trace: Trace,
): Promise<Marking | undefined> {
  const [messageId, { place, isWanted, onConflict }] = 'to' in move ? [move.to, to] : [move.before, before]
  // Raw: what the row was before and is after the write, and an event made of it, which the builder has no words for.
  const { rows } = await sql<MarkingRow>`
    with target as (
      select a.member_count, s.joined_seq, ${place.id} as message_id, ${place.seq} as seq, m.is_imported, r.last_read_seq
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
      from target where ${isWanted}
      on conflict (workspace_id, user_id, channel_id) do update set ${onConflict}
      returning new.*, new.last_read_seq is distinct from old.last_read_seq as has_moved
    ), markers as (
      select * from written
      union all
      select r.*, false from reads r
      where r.workspace_id = ${workspaceId} and r.user_id = ${userId} and r.channel_id = ${channelId}
        and not exists (select from written)
    ), shown as (
      select s.has_moved, s.read_at, greatest(s.last_read_seq, target.joined_seq) as unread_from,
        case when s.user_id is not null then jsonb_build_object('user_id', s.user_id, 'channel_id', s.channel_id,
          'last_read_message_id', s.last_read_message_id, 'last_read_seq', s.last_read_seq,
          'read_at', parley.iso(s.read_at)) end as resource
      from target left join markers s on true
    ), published as (
      insert into outbox (id, kind, name, rooms, payload, trace, publisher)
      select made.id, 'event', 'read.updated',
        array['user:' || ${workspaceId} || ':' || ${userId}]
          || case when target.member_count <= ${maxWatchers} then array['channel:' || ${channelId}] else '{}' end,
        parley.envelope(made.id, 'read.updated', ${workspaceId}, 'channel_id', ${channelId}::text, null, null,
          shown.read_at, shown.resource::json),
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

/**
 * Moves a person's markers to the newest message of every channel that they are a member of, and publishes those that
 * moved; returns their channels.
 */
export async function markAllRead(db: Db, { workspaceId, userId }: Person, trace: Trace): Promise<string[]> {
  // Raw, as above: rows after the write, and events made of them.
  const { rows } = await sql<{ channel_id: string; published: OutboxRow }>`
    with behind as (
      select s.channel_id, newest.seq, newest.id as message_id, c.member_count
      from channels.memberships s
      join channel_heads h on h.workspace_id = s.workspace_id and h.channel_id = s.channel_id
      join channels.access c
        on c.workspace_id = s.workspace_id and c.channel_id = s.channel_id and c.user_id = s.user_id
      left join lateral (
        select r.last_read_seq from reads r
        where r.workspace_id = s.workspace_id and r.user_id = s.user_id and r.channel_id = s.channel_id limit 1
      ) r on true
      join lateral (
        select m.id, m.seq from messages m
        where m.workspace_id = h.workspace_id and m.channel_id = h.channel_id
          and m.parent_message_id is null and m.deleted_at is null and not m.is_imported
        order by m.seq desc limit 1
      ) newest on newest.seq > greatest(r.last_read_seq, s.joined_seq)
      where s.workspace_id = ${workspaceId} and s.user_id = ${userId}
        and h.seq > greatest(r.last_read_seq, s.joined_seq)
    ), written as (
      insert into reads as r (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)
      select ${userId}, channel_id, ${workspaceId}, seq, message_id, date_trunc('milliseconds', clock_timestamp())
      from behind order by channel_id
      on conflict (workspace_id, user_id, channel_id) do update set ${to.onConflict}
      returning r.*
    ), published as (
      insert into outbox (id, kind, name, rooms, payload, trace, publisher)
      select made.id, 'event', 'read.updated',
        array['user:' || ${workspaceId} || ':' || ${userId}]
          || case when b.member_count <= ${maxWatchers} then array['channel:' || b.channel_id] else '{}' end,
        parley.envelope(made.id, 'read.updated', ${workspaceId}, 'channel_id', b.channel_id::text, null, null,
          w.read_at, json_build_object('user_id', w.user_id, 'channel_id', w.channel_id,
            'last_read_message_id', w.last_read_message_id, 'last_read_seq', w.last_read_seq,
            'read_at', parley.iso(w.read_at))),
        ${JSON.stringify(trace)}::jsonb, ${publisherOf(db)}
      from written w join behind b on b.channel_id = w.channel_id,
        lateral (select uuidv7() as id where w.channel_id is not null) made
      returning ${outboxColumns}
    )
    select payload->>'channel_id' as channel_id, to_json(published) as published from published`.execute(db)
  publishAfterCommit(
    db,
    rows.map(({ published }) => published),
  )
  return rows.map(({ channel_id }) => channel_id).sort()
}
