import type { EventContract, EventEnvelope } from '@parley/contracts/event'
import type { JobContract } from '@parley/contracts/job'
import type { ServiceName } from '@parley/contracts/services'
import { type Kysely, type Selectable, sql } from 'kysely'
import type * as z from 'zod'
import { kitTables } from './database.ts'
import type { Queues } from './jobs.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Redis } from './redis.ts'
import type { DB as KitTables } from './schema.ts'
import type { Trace } from './trace.ts'
import { withTimeout } from './with-timeout.ts'

/** What travels on a room's Redis channel: the event, and every room that may see it. */
export interface RoomMessage {
  rooms: string[]
  event: EventEnvelope
  trace: Trace | null
  /**
   * When the transaction that wrote the event began, by the database's clock, in microseconds since 1970: what URLs in
   * the event are signed with. Missing where no row is stored for it.
   */
  writtenAt?: number
}

/** An event as a transaction writes it; its id and time are made by the database. */
export interface NewEvent<E extends EventContract> {
  event: E
  workspaceId: string
  channelId?: string
  rooms: string[]
  data: z.input<E['data']>
}

/** Writes events into the outbox of the transaction that makes them true. */
export async function insertEvents<DB>(tx: Kysely<DB>, events: NewEvent<EventContract>[], trace: Trace): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ event, workspaceId, channelId, rooms, data }) => ({
    name: event.type,
    rooms,
    payload: { type: event.type, workspace_id: workspaceId, channel_id: channelId ?? null, seq: null, rev: null, data },
  }))
  await sql`
    insert into outbox (id, kind, name, rooms, payload, trace)
    select made.id, 'event', given.name, given.rooms,
      jsonb_build_object('id', made.id, 'at', parley.iso(now())) || given.payload, ${JSON.stringify(trace)}::jsonb
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(name text, rooms text[], payload jsonb)
    cross join lateral (select uuidv7() as id where given.name is not null) made`.execute(tx)
}

/** Writes a job into the outbox of the transaction that calls for it. */
export async function insertJob<DB, P extends z.ZodType>(
  tx: Kysely<DB>,
  job: JobContract<P>,
  payload: z.input<P>,
  trace: Trace,
): Promise<void> {
  await kitTables(tx)
    .insertInto('outbox')
    .values({ kind: 'job', name: job.name, payload: JSON.stringify(payload), trace: JSON.stringify(trace) })
    .execute()
}

type OutboxRow = Pick<Selectable<KitTables['outbox']>, 'id' | 'kind' | 'name' | 'rooms' | 'payload' | 'trace'> & {
  written_at: number
}

const batchSize = 500
const pollMs = 1_000
/** BullMQ waits for a lost Redis without end; the transaction that has locked the rows must not. */
const publishTimeoutMs = 5_000

export const roomChannel = (prefix: string, room: string): string => `${prefix}:room:${room}`
/** Where a service's outbox is notified that rows have been written to it. */
export const notifyChannel = (prefix: string, service: ServiceName): string => `${prefix}:outbox:${service}`

/**
 * Publishes what transactions have written into a service's outbox: events to the rooms' Redis channels and to the jobs
 * they start, jobs to BullMQ under the row's id. Rows are deleted when they are published, so every row is delivered at
 * least once; while Redis is unavailable they wait.
 */
export function createOutbox<DB>(options: {
  service: ServiceName
  db: Kysely<DB>
  redis: Redis
  subscriber: Redis
  prefix: string
  queues: Queues
  log: Log
  metrics: Metrics
}) {
  const { service, db, redis, subscriber, prefix, queues, log, metrics } = options
  let running: Promise<void> | undefined
  let wanted = false
  let closed = false
  let failing = false
  let timer: NodeJS.Timeout | undefined

  async function flushBatch(): Promise<number> {
    return db.transaction().execute(async (tx) => {
      // The delete need not wait for the disk: rows that a crash brings back are published again.
      const { rows } = await sql<OutboxRow>`
        with batch as (
          delete from outbox where position = any(array(
            select position from outbox order by position limit ${batchSize} for update skip locked))
          returning position, id, kind, name, rooms, payload, trace, created_at)
        select id, kind, name, rooms, payload, trace, (extract(epoch from created_at) * 1000000)::bigint as written_at
        from batch cross join set_config('synchronous_commit', 'off', true) order by position`.execute(tx)
      if (rows.length > 0) await publish(rows)
      return rows.length
    })
  }

  async function publish(rows: OutboxRow[]): Promise<void> {
    const publishing: Promise<unknown>[] = []
    for (const row of rows) {
      if (row.kind === 'event') {
        const message = JSON.stringify({
          rooms: row.rooms,
          event: row.payload,
          trace: row.trace,
          writtenAt: row.written_at,
        })
        for (const room of row.rooms) publishing.push(redis.publish(roomChannel(prefix, room), message))
        publishing.push(...queues.addForEvent(row.name, row.id, row.payload, row.trace))
      } else {
        publishing.push(queues.add(row.name, row.id, row.payload, row.trace))
      }
      metrics.published.inc({ kind: row.kind })
    }
    await withTimeout(publishTimeoutMs, Promise.all(publishing), `not published within ${publishTimeoutMs} ms`)
  }

  async function run(): Promise<void> {
    clearTimeout(timer)
    try {
      if (redis.status !== 'ready') throw new Error('Redis is unavailable')
      do {
        wanted = false
        while ((await flushBatch()) === batchSize);
      } while (wanted)
      failing = false
    } catch (error) {
      metrics.publishFailures.inc()
      if (!failing) log.warn({ err: error }, 'the outbox cannot be flushed; its rows wait')
      failing = true
    }
  }

  /** Runs again at once if asked to meanwhile; otherwise polls. */
  function schedule(): void {
    running = undefined
    if (closed) return
    if (wanted && !failing) flush()
    else timer = setTimeout(flush, pollMs)
  }

  /** Starts publishing. Never throws and never waits: the rows are committed. */
  function flush(): void {
    wanted = true
    if (!closed) running ??= run().finally(schedule)
  }

  return {
    flush,

    /** Notifies another service's outbox that a published function has written to it. */
    notify(other: ServiceName): void {
      redis
        .publish(notifyChannel(prefix, other), '')
        .catch((error) => log.debug({ err: error }, 'notification lost; the poll will find the rows'))
    },

    async start(): Promise<void> {
      const channel = notifyChannel(prefix, service)
      subscriber.on('message', (from: string) => {
        if (from === channel) flush()
      })
      subscriber.subscribe(channel).catch((error) => log.debug({ err: error }, 'will subscribe when Redis is back'))
      flush()
    },

    /** Publishes what is there and stops. */
    async close(): Promise<void> {
      closed = true
      clearTimeout(timer)
      await running
      await flushBatch().catch(() => log.warn('outbox rows stay for the next start'))
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
