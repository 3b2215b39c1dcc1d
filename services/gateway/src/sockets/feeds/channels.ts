import { channelEvents } from '@parley/contracts/channels/events'
import type { EventEnvelope } from '@parley/contracts/event'
import { channelFeed } from '@parley/contracts/feeds'
import { messageEvents } from '@parley/contracts/messages/events'
import { sql } from 'kysely'
import type { Changes, FeedSource } from './source.ts'

/** Channels, as messaging numbers them and channels says who may read them. */
export const channelSource: FeedSource = {
  feed: channelFeed,
  events: [...messageEvents, ...channelEvents],

  async readHeads(db, channels) {
    const workspaceIds = channels.map(({ workspaceId }) => workspaceId)
    const ids = channels.map(({ id }) => id)
    const asked = sql<{ workspace_id: string; channel_id: string; ordinal: number }>`
      unnest(${workspaceIds}::uuid[], ${ids}::uuid[]) with ordinality`
    return db
      .selectFrom(asked.as<'asked'>(sql`asked(workspace_id, channel_id, ordinal)`))
      .leftJoin('messaging.channel_counts as c', (join) =>
        join.onRef('c.workspace_id', '=', 'asked.workspace_id').onRef('c.channel_id', '=', 'asked.channel_id'),
      )
      .select(({ fn, lit }) => [fn.coalesce('c.seq', lit(0)).as('seq'), fn.coalesce('c.rev', lit(0)).as('rev')])
      .orderBy('asked.ordinal')
      .execute()
  },

  async readReadable(db, reader, ids) {
    if (!('userId' in reader)) return new Map()
    const { workspaceId, userId } = reader
    const rows = await db
      .selectFrom('channels.access as a')
      .leftJoin('messaging.channel_counts as c', (join) =>
        join.onRef('c.workspace_id', '=', 'a.workspace_id').onRef('c.channel_id', '=', 'a.channel_id'),
      )
      .select(({ fn, lit }) => [
        'a.channel_id',
        'a.is_member',
        fn.coalesce('c.seq', lit(0)).as('seq'),
        fn.coalesce('c.rev', lit(0)).as('rev'),
      ])
      .where('a.workspace_id', '=', workspaceId)
      .where('a.user_id', '=', userId)
      .where('a.channel_id', '=', sql<string>`any(${ids}::uuid[])`)
      .execute()
    return new Map(
      rows.map(({ channel_id, is_member, seq, rev }) => [
        channel_id,
        { seq, rev, view: is_member ? 'member' : 'watcher' },
      ]),
    )
  },

  async readChanges(db, { workspaceId, id }, { seq: afterSeq, rev: afterRev }, { events, bytes, resets }) {
    const { rows } = await sql<Omit<Changes, 'events' | 'bytes'> & { events: string }>`
      select events::text as events, seq, rev, has_more as "hasMore", array_to_json(changed) as changed, reset as "isReset",
        (extract(epoch from now()) * 1000000)::bigint as "readAt"
      from messaging.changes(${workspaceId}, ${id}, ${afterSeq}, ${afterRev}, ${events}, ${bytes}, ${resets})`.execute(
      db,
    )
    const { events: text, ...page } = rows[0]!
    return { ...page, events: JSON.parse(text) as EventEnvelope[], bytes: Buffer.byteLength(text) }
  },

  memberships: {
    member: sql`(
      select jsonb_object_agg(c.channel_id, c.joined_seq) from channels.memberships c
      where c.workspace_id = asked.workspace_id and c.user_id = asked.user_id)`,
    watcher: sql`(
      select jsonb_object_agg(a.channel_id, null::bigint) from channels.access a
      where a.workspace_id = asked.workspace_id and a.user_id = asked.user_id and a.channel_id = any(asked.watching))`,
  },
}
