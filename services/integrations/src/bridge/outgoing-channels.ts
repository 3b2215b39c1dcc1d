import type { EventOf } from '@parley/contracts/event'
import type { messageCreated, messageDeleted, messageUpdated } from '@parley/contracts/messages/events'
import { sql } from 'kysely'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import type { Shares } from '../places.ts'
import { after } from '../store/after.ts'
import type { Tries } from './faults.ts'

/** A channel with something to send, taken by one process. */
export interface TakenChannel extends AccountKey, Tries {
  connectionId: string
  remoteId: string
  /** Of the Parley channel. */
  id: string
  sentSeq: number
  sentRev: number
  turn: number
}

/** What has happened in a channel, as a reader of it receives it. */
export type OutgoingEvent =
  | EventOf<typeof messageCreated>
  | EventOf<typeof messageUpdated>
  | EventOf<typeof messageDeleted>

/** As many channels are looked at: those of one connection must not hide the others'. */
const lookedAt = 500

/** Takes some channels of which something has not been sent, for so long, as far as their connections may have more. */
export async function takeChannels(db: Db, limit: number, shares: Shares, forMs: number): Promise<TakenChannel[]> {
  const { perOwner, ids, left } = shares
  const { rows } = await sql<TakenChannel>`
    with held as (
      select * from unnest(${ids}::uuid[], ${left}::int[]) as held (connection_id, places)
    ), due as (
      select rc.workspace_id, rc.id, c.id as connection_id, rc.send_at
      from remote_channels rc
      join connections c on c.workspace_id = rc.workspace_id and c.platform = rc.platform and c.account_id = rc.account_id
      join messaging.channel_counts h on h.workspace_id = rc.workspace_id and h.channel_id = rc.id
      where rc.is_selected and rc.is_made and rc.state = 'open' and rc.direction in ('out', 'both')
        and not exists (select from channels.states s
          where s.workspace_id = rc.workspace_id and s.channel_id = rc.id and s.is_private <> rc.is_private)
        and rc.send_at <= now() and (h.rev > rc.sent_rev or h.seq > rc.sent_seq)
        and c.credentials is not null and c.status in ('connected', 'degraded', 'error')
        and c.id not in (select connection_id from held where places = 0)
      order by rc.send_at limit ${lookedAt}
      for update of rc skip locked
    ), chosen as (
      select workspace_id, id, connection_id from (
        select due.*, row_number() over (partition by connection_id order by send_at) as number from due) numbered
      left join held using (connection_id)
      where number <= coalesce(places, ${perOwner}) order by send_at limit ${limit}
    )
    update remote_channels rc set send_at = ${after(forMs)}, send_turn = send_turn + 1
    from chosen where rc.workspace_id = chosen.workspace_id and rc.id = chosen.id
    returning rc.workspace_id as "workspaceId", rc.platform, rc.account_id as "accountId",
      chosen.connection_id as "connectionId", rc.remote_id as "remoteId", rc.id, rc.sent_seq as "sentSeq",
      rc.sent_rev as "sentRev", rc.send_turn as turn, rc.send_failures as failures, rc.send_faults as faults`.execute(
    db,
  )
  return rows
}

/** What has happened in a channel since the last that was sent, and the position after it. */
export async function readChanges(
  db: Db,
  { workspaceId, id, sentSeq, sentRev }: Pick<TakenChannel, 'workspaceId' | 'id' | 'sentSeq' | 'sentRev'>,
  max: number,
): Promise<{ events: OutgoingEvent[]; seq: number; rev: number; hasMore: boolean }> {
  const { rows } = await sql<{ events: OutgoingEvent[]; seq: number; rev: number; hasMore: boolean }>`
    select events, seq, rev, has_more as "hasMore"
    from messaging.changes(${workspaceId}, ${id}, ${sentSeq}, ${sentRev}, ${max})`.execute(db)
  return rows[0]!
}

const taken = ({ workspaceId, id, turn }: TakenChannel) =>
  sql<boolean>`(workspace_id, id, send_turn) = (${workspaceId}, ${id}, ${turn})`

/** Notes how far it was sent, and keeps the channel for longer, or gives it back; false where another has taken it. */
export async function noteSent(
  db: Db,
  channel: TakenChannel,
  { seq, rev }: { seq: number; rev: number },
  forMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('remote_channels')
    .set({ sent_seq: seq, sent_rev: rev, send_at: after(forMs), send_failures: 0, send_faults: 0 })
    .where(taken(channel))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Keeps a channel for longer; false where another has taken it. */
export async function keepChannel(db: Db, channel: TakenChannel, forMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('remote_channels')
    .set({ send_at: after(forMs) })
    .where(taken(channel))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Gives a channel back of which something could not be sent. */
export async function postponeSending(
  db: Db,
  channel: TakenChannel,
  ms: number,
  { failures, faults }: Tries,
): Promise<void> {
  await db
    .updateTable('remote_channels')
    .set({ send_at: after(ms), send_failures: failures, send_faults: faults })
    .where(taken(channel))
    .execute()
}

/** Has a channel sent again from a message on; false while somebody is sending from it, or is to wait. */
export async function sendAgainFrom(tx: Db, workspaceId: string, id: string, seq: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('remote_channels')
    .set({ sent_seq: sql<number>`least(sent_seq, ${seq - 1})` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('send_at', '<=', sql<string>`now()`)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** As many are watched; those of more are sent when they are looked at. */
const maxWatched = 20_000

/** The channels of which something may go out. */
export async function listSendingChannels(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('remote_channels as rc')
    .innerJoin('connections as c', (join) =>
      join
        .onRef('c.workspace_id', '=', 'rc.workspace_id')
        .onRef('c.platform', '=', 'rc.platform')
        .onRef('c.account_id', '=', 'rc.account_id'),
    )
    .select('rc.id')
    .where('rc.is_selected', '=', true)
    .where('rc.is_made', '=', true)
    .where('rc.state', '=', 'open')
    .where('rc.direction', 'in', ['out', 'both'])
    .limit(maxWatched)
    .execute()
  return rows.map(({ id }) => id)
}

/** A channel that was selected and is not here yet. */
export interface UnmadeChannel {
  workspaceId: string
  connectionId: string
  remoteId: string
}

/** Some channels that were selected and are not here yet, those first that have waited longest. */
export async function findUnmade(db: Db, limit: number): Promise<UnmadeChannel[]> {
  return db
    .selectFrom('remote_channels as rc')
    .innerJoin('connections as c', (join) =>
      join
        .onRef('c.workspace_id', '=', 'rc.workspace_id')
        .onRef('c.platform', '=', 'rc.platform')
        .onRef('c.account_id', '=', 'rc.account_id'),
    )
    .select(['rc.workspace_id as workspaceId', 'c.id as connectionId', 'rc.remote_id as remoteId'])
    .where('rc.is_selected', '=', sql.lit(true))
    .where('rc.is_made', '=', sql.lit(false))
    .where('rc.state', '=', sql.lit('open'))
    .where('rc.make_at', '<=', sql<string>`now()`)
    .orderBy('rc.make_at')
    .limit(limit)
    .execute()
}

/** Has a channel made later. */
export async function postponeMaking(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  remoteId: string,
  ms: number,
): Promise<void> {
  await db
    .updateTable('remote_channels')
    .set({ make_at: after(ms) })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('remote_id', '=', remoteId)
    .execute()
}
