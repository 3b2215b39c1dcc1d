import type { EventEnvelope } from '@parley/contracts/event'
import type { Head } from '@parley/contracts/realtime'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { SignForRoom } from '../sign-for-room.ts'

/** What a reader has missed in a channel, and their position after it. */
export interface Changes extends Head {
  events: EventEnvelope[]
  /** The events' length as JSON, unsigned. */
  bytes: number
  hasMore: boolean
}

/** A channel of a workspace. */
export interface ChannelRef {
  workspaceId: string
  channelId: string
}

/** The head of each channel, in the order given; 0, 0 where nothing was ever written. */
export async function readHeads(db: Db, channels: ChannelRef[]): Promise<Head[]> {
  const workspaceIds = channels.map((each) => each.workspaceId)
  const channelIds = channels.map((each) => each.channelId)
  const asked = sql<{ workspace_id: string; channel_id: string; ordinal: number }>`
    unnest(${workspaceIds}::uuid[], ${channelIds}::uuid[]) with ordinality`
  return db
    .selectFrom(asked.as<'asked'>(sql`asked(workspace_id, channel_id, ordinal)`))
    .leftJoin('messaging.channel_counts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'asked.workspace_id').onRef('c.channel_id', '=', 'asked.channel_id'),
    )
    .select(({ fn, lit }) => [fn.coalesce('c.seq', lit(0)).as('seq'), fn.coalesce('c.rev', lit(0)).as('rev')])
    .orderBy('asked.ordinal')
    .execute()
}

/** The heads of those of the channels that this person may read. */
export async function readReadableHeads(
  db: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  channelIds: string[],
): Promise<Map<string, Head>> {
  const rows = await db
    .selectFrom('channels.access as a')
    .leftJoin('messaging.channel_counts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'a.workspace_id').onRef('c.channel_id', '=', 'a.channel_id'),
    )
    .select(({ fn, lit }) => [
      'a.channel_id',
      fn.coalesce('c.seq', lit(0)).as('seq'),
      fn.coalesce('c.rev', lit(0)).as('rev'),
    ])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.user_id', '=', userId)
    .where('a.channel_id', '=', sql<string>`any(${channelIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ channel_id, seq, rev }) => [channel_id, { seq, rev }]))
}

/** The events that a reader at this position has missed, as many as the limits allow, signed for the channel's room. */
export async function readChanges(
  db: Db,
  signForRoom: SignForRoom,
  { workspaceId, channelId }: ChannelRef,
  position: { seq: number; rev: number | null },
  limits: { events: number; bytes: number },
): Promise<Changes> {
  const { rows } = await sql<{ events: string; seq: number; rev: number; has_more: boolean; read_at: number }>`
    select events::text as events, seq, rev, has_more, (extract(epoch from now()) * 1000000)::bigint as read_at
    from messaging.changes(${workspaceId}, ${channelId}, ${position.seq}, ${position.rev}, ${limits.events},
      ${limits.bytes})`.execute(db)
  const { events: text, seq, rev, has_more, read_at } = rows[0]!
  // A reader who asked again would loop for ever.
  if (has_more && text === '[]') throw new Error(`messaging.changes makes no progress in ${channelId}.`)
  const events = JSON.parse(text) as EventEnvelope[]
  for (const event of events) signForRoom(event, read_at)
  return { events, bytes: Buffer.byteLength(text), seq, rev, hasMore: has_more }
}
