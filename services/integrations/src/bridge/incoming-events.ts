import { sql } from 'kysely'
import type { ConnectionRow } from '../connections/connection.ts'
import type { Queue } from '../connections/resource.ts'
import type { Db } from '../context.ts'
import type { Shares } from '../places.ts'
import type { RawEvent } from '../platforms/platform.ts'
import { after } from '../store/after.ts'
import { ownEventOf } from './own-events.ts'

/**
 * Stores what a platform sent, in its order, before it is acknowledged; what was received before is left out.
 *
 * @returns how many are new
 */
export async function storeEvents(
  db: Db,
  { workspaceId, id }: Pick<ConnectionRow, 'workspaceId' | 'id'>,
  events: readonly RawEvent[],
): Promise<number> {
  if (events.length === 0) return 0
  const sent = JSON.stringify(
    events.map(({ id: eventId, channelId, at, payload }) => ({
      event_id: eventId,
      remote_channel_id: channelId ?? '',
      happened_at: at,
      payload,
    })),
  )
  // Raw: one statement, so that an event is neither seen without being stored nor stored without being applied.
  const { rows } = await sql<{ stored: number }>`
    with given as (
      select distinct on (event_id) * from rows from (
        jsonb_to_recordset(${sent}::jsonb) as (event_id text, remote_channel_id text, happened_at timestamptz, payload jsonb)
      ) with ordinality as given(event_id, remote_channel_id, happened_at, payload, number)
      order by event_id, number
    ), fresh as (
      insert into seen_events (workspace_id, connection_id, event_id)
      select ${workspaceId}, ${id}, event_id from given order by event_id on conflict do nothing returning event_id
    ), stored as (
      insert into incoming_events (workspace_id, connection_id, event_id, remote_channel_id, happened_at, payload)
      select ${workspaceId}, ${id}, event_id, remote_channel_id, happened_at, payload
      from given join fresh using (event_id) order by number
      returning remote_channel_id
    ), woken as (
      insert into incoming_queues (workspace_id, connection_id, remote_channel_id, received, wake_at)
      select ${workspaceId}, ${id}, remote_channel_id, count(*), now() from stored group by 3 order by 3
      on conflict (workspace_id, connection_id, remote_channel_id) do update
      set received = incoming_queues.received + excluded.received, wake_at = coalesce(incoming_queues.wake_at, excluded.wake_at)
    ), noted as (
      update connections set last_event_at = now()
      where workspace_id = ${workspaceId} and id = ${id} and exists (select from fresh) and ${events.some((event) => !ownEventOf(event))}
    )
    select count(*)::int as stored from stored`.execute(db)
  return rows[0]!.stored
}

/** What waits to be applied, by connection. */
export async function readQueues(db: Db, workspaceId: string): Promise<ReadonlyMap<string, Queue>> {
  const rows = await db
    .selectFrom('incoming_events')
    .select(({ fn }) => [
      'connection_id as id',
      fn.countAll<number>().as('queued'),
      fn.min('received_at').as('oldestQueuedAt'),
    ])
    .where('workspace_id', '=', workspaceId)
    .groupBy('connection_id')
    .execute()
  return new Map(rows.map(({ id, ...queue }) => [id, queue]))
}

/** The queue of a channel, taken by one process. */
export interface TakenQueue {
  workspaceId: string
  connectionId: string
  remoteChannelId: string
  received: number
  failures: number
  turn: number
}

/** An event that waits. */
export interface WaitingEvent {
  position: number
  event: RawEvent
  receivedAt: string
}

/** As many queues are looked at: those of one connection must not hide the others'. */
const lookedAt = 500

/** Takes some queues that have something to apply, for so long, as far as their connections may have more. */
export async function takeQueues(db: Db, limit: number, shares: Shares, forMs: number): Promise<TakenQueue[]> {
  const { perOwner, ids, left } = shares
  // Raw: numbered within their connections.
  const { rows } = await sql<TakenQueue>`
    with held as (
      select * from unnest(${ids}::uuid[], ${left}::int[]) as held (connection_id, places)
    ), due as (
      select workspace_id, connection_id, remote_channel_id, wake_at from incoming_queues
      where wake_at <= now() and connection_id not in (select connection_id from held where places = 0)
      order by wake_at limit ${lookedAt} for update skip locked
    ), chosen as (
      select workspace_id, connection_id, remote_channel_id from (
        select due.*, row_number() over (partition by connection_id order by wake_at) as number from due) numbered
      left join held using (connection_id)
      where number <= coalesce(places, ${perOwner}) order by wake_at limit ${limit}
    )
    update incoming_queues q set wake_at = ${after(forMs)}, turn = q.turn + 1
    from chosen where q.workspace_id = chosen.workspace_id and q.connection_id = chosen.connection_id
      and q.remote_channel_id = chosen.remote_channel_id
    returning q.workspace_id as "workspaceId", q.connection_id as "connectionId",
      q.remote_channel_id as "remoteChannelId", q.received, q.failures, q.turn`.execute(db)
  return rows
}

const ofTurn = ({ workspaceId, connectionId, remoteChannelId, turn }: TakenQueue) =>
  sql<boolean>`(workspace_id, connection_id, remote_channel_id, turn)
    = (${workspaceId}, ${connectionId}, ${remoteChannelId}, ${turn})`

/** A queue's first events. */
export async function readFirst(db: Db, queue: TakenQueue, limit: number): Promise<WaitingEvent[]> {
  const rows = await db
    .selectFrom('incoming_events')
    .select(['position', 'event_id', 'remote_channel_id', 'happened_at', 'payload', 'received_at as receivedAt'])
    .where('workspace_id', '=', queue.workspaceId)
    .where('connection_id', '=', queue.connectionId)
    .where('remote_channel_id', '=', queue.remoteChannelId)
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map(({ position, receivedAt, event_id, remote_channel_id, happened_at, payload }) => ({
    position,
    receivedAt,
    event: {
      id: event_id,
      channelId: remote_channel_id === '' ? null : remote_channel_id,
      at: happened_at === null ? null : new Date(happened_at),
      payload,
    },
  }))
}

/** An event is applied, or given up: the next one is the queue's first. */
export async function removeEvent(db: Db, queue: TakenQueue, position: number): Promise<void> {
  await db
    .deleteFrom('incoming_events')
    .where('workspace_id', '=', queue.workspaceId)
    .where('connection_id', '=', queue.connectionId)
    .where('position', '=', position)
    .execute()
}

/** Keeps a queue for longer; false where another has taken it, or it is gone with its connection. */
export async function keepQueue(db: Db, queue: TakenQueue, forMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('incoming_queues')
    .set({ wake_at: after(forMs) })
    .where(ofTurn(queue))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Gives an empty queue back; where something was received since it was taken, it is due at once. */
export async function releaseQueue(db: Db, queue: TakenQueue): Promise<void> {
  await db
    .updateTable('incoming_queues')
    .set({ wake_at: sql`case when received = ${queue.received} then null else now() end`, failures: 0 })
    .where(ofTurn(queue))
    .execute()
}

/** Gives a queue back whose first event could not be applied. */
export async function postponeQueue(db: Db, queue: TakenQueue, ms: number, failures: number): Promise<void> {
  await db
    .updateTable('incoming_queues')
    .set({ wake_at: after(ms), failures })
    .where(ofTurn(queue))
    .execute()
}

/** Forgets the ids of events that no platform sends again. @returns whether there may be more */
export async function forgetSeen(db: Db, limit: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('seen_events')
    .where(
      sql<boolean>`ctid = any(array(select ctid from seen_events where seen_at < now() - interval '1 day'
        order by seen_at limit ${limit}))`,
    )
    .executeTakeFirst()
  return numDeletedRows === BigInt(limit)
}
