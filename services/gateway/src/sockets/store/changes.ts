import type { EventEnvelope } from '@parley/contracts/event'
import type { Head } from '@parley/contracts/realtime'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { SignForRoom } from '../sign-for-room.ts'

/** What a reader has missed in a channel, and their position after it. */
export interface Changes extends Head {
  events: EventEnvelope[]
  /** The events' length as JSON. */
  bytes: number
  hasMore: boolean
}

/** A channel of a workspace. */
export interface Place {
  workspaceId: string
  channelId: string
}

/** The head of each channel, in the order given; 0, 0 where nothing was ever written. */
export async function readHeads(db: Db, channels: Place[]): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select coalesce(c.seq, 0) as seq, coalesce(c.rev, 0) as rev
    from unnest(${channels.map((each) => each.workspaceId)}::uuid[], ${channels.map((each) => each.channelId)}::uuid[])
      with ordinality asked(workspace_id, channel_id, n)
    left join messaging.channel_counts c using (workspace_id, channel_id)
    order by asked.n`.execute(db)
  return rows
}

/** The heads of those of the channels that this person may read. */
export async function readReadableHeads(
  db: Db,
  person: { workspaceId: string; userId: string },
  channelIds: string[],
): Promise<Map<string, Head>> {
  const { rows } = await sql<Head & { channel_id: string }>`
    select a.channel_id, coalesce(c.seq, 0) as seq, coalesce(c.rev, 0) as rev
    from channels.access a left join messaging.channel_counts c using (workspace_id, channel_id)
    where a.workspace_id = ${person.workspaceId} and a.user_id = ${person.userId}
      and a.channel_id = any(${channelIds}::uuid[])`.execute(db)
  return new Map(rows.map(({ channel_id, seq, rev }) => [channel_id, { seq, rev }]))
}

/** At most `max` of the events that a reader at this position has missed, signed for the channel's room. */
export async function readChanges(
  db: Db,
  signForRoom: SignForRoom,
  { workspaceId, channelId }: Place,
  position: { seq: number; rev: number | null },
  max: number,
): Promise<Changes> {
  const { rows } = await sql<{ events: string; seq: number; rev: number; has_more: boolean; read_at: number }>`
    select events::text as events, seq, rev, has_more, (extract(epoch from now()) * 1000000)::bigint as read_at
    from messaging.changes(${workspaceId}, ${channelId}, ${position.seq}, ${position.rev}, ${max})`.execute(db)
  const { events: text, seq, rev, has_more, read_at } = rows[0]!
  // A reader who asked again would loop for ever.
  if (has_more && text === '[]') throw new Error(`messaging.changes makes no progress in ${channelId}.`)
  const events = JSON.parse(text) as EventEnvelope[]
  const signed = events.filter((event) => signForRoom(event, read_at))
  const bytes = signed.length === 0 ? text.length : JSON.stringify(events).length
  return { events, bytes, seq, rev, hasMore: has_more }
}
