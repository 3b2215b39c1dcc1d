import { randomUUID } from 'node:crypto'
import type { EventContract, EventEnvelope, Facts } from '@parley/contracts/event'
import type { ServiceName } from '@parley/contracts/services'
import { type Kysely, sql } from 'kysely'
import { faultOf } from './envelope.ts'
import { type Queues, Unpublishable } from './jobs.ts'
import type { Log } from './log.ts'
import type { Loops } from './loops.ts'
import type { Metrics } from './metrics.ts'
import { notifyChannel, type OutboxRow, outboxColumns, publishRowsOf, type RoomMessage, roomChannel } from './outbox.ts'
import type { Redis } from './redis.ts'
import { withTimeout } from './with-timeout.ts'

const batchSize = 500
/** BullMQ waits for a lost Redis without end; the transaction that has locked the rows must not. */
const publishTimeoutMs = 5_000
/** Rows that this process has published are deleted together: when there are so many, or after so long. */
const deleteBatchSize = 500
const deleteAfterMs = 200
/** Rows that one look remembers. */
const maxLooked = 10_000
/** Tries of a row that cannot be published, a poll apart. */
const maxAttempts = 10

/** Replies by which Redis refuses whatever it is sent, also to a script: that is an outage, and no row's fault. */
const unavailable =
  /\b(OOM|READONLY|LOADING|MISCONF|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|NOREPLICAS|NOAUTH|NOPERM|WRONGPASS|BUSY|EXECABORT)\b/

/** Whether publishing failed because of the row, and not because Redis is unavailable. */
const isFaultOfRow = (error: unknown): error is Error =>
  error instanceof Unpublishable ||
  (error instanceof Error && error.name === 'ReplyError' && !unavailable.test(error.message))

const positionsOf = (rows: { position: number }[]): number[] => rows.map(({ position }) => position)

/**
 * Publishes what transactions have written into a service's outbox: events to the rooms' Redis channels and to the jobs
 * they start, jobs to BullMQ under the row's id. Every row is delivered at least once:
 *
 * 1. A process publishes its own rows right after their commit, in order, and deletes them behind it in batches.
 * 2. Rows without a publisher are flushed when the outbox is notified, by one process at a time.
 * 3. A flush also takes rows that two looks, a poll apart, have found: their process has died.
 * 4. While Redis is unavailable rows wait. A process that could not publish a row leaves its next ones to a flush until
 *    none are left, so that none overtakes another; those that it commits during a flush follow it.
 * 5. A row that cannot be published is tried ten times, a poll apart, then quarantined; it delays no other.
 */
export function createOutbox<DB>(options: {
  service: ServiceName
  db: Kysely<DB>
  redis: Redis
  subscriber: Redis
  prefix: string
  queues: Queues
  events: readonly EventContract[]
  every: Loops['every']
  log: Log
  metrics: Metrics
  /** Whether an event that breaks its contract is refused. */
  checksEvents: boolean
  pollMs?: number
}) {
  const { service, db, redis, subscriber, prefix, queues, log, metrics, checksEvents, pollMs = 1_000 } = options
  const contracts = new Map(options.events.map((event) => [event.type, event]))
  const publisher = randomUUID()
  /** Rows that this process is publishing, or has published and not deleted yet: no flush of its own takes them. */
  const inFlight = new Set<number>()
  const publishing = new Set<Promise<void>>()
  let published: number[] = []
  let deletion: NodeJS.Timeout | undefined

  let flushing: Promise<void> | undefined
  let wanted = false
  let failing = false
  /** Rows of this process that were committed during a flush: published after it, so that they overtake nothing. */
  let held: OutboxRow[] = []
  /** Whether rows of this process are left to a flush. */
  let hasLeft = false
  let retry: NodeJS.Timeout | undefined

  let looked = new Set<number>()
  let stale: number[] = []
  let closed = false

  /**
   * Publishes rows that this process has committed, as they are now: an answer that shares a payload is changed for its
   * reader, such as by signed URLs, which nobody else may receive.
   */
  function publish(written: OutboxRow[]): void {
    if (written.length === 0) return
    const rows = written.map((row) => ({ ...row, payload: structuredClone(row.payload) }))
    if (flushing) hold(rows)
    else if (failing || closed) hasLeft = true
    else publishNow(rows)
  }

  function hold(rows: OutboxRow[]): void {
    for (const { position } of rows) inFlight.add(position)
    held.push(...rows)
  }

  function publishNow(rows: OutboxRow[]): void {
    for (const { position } of rows) inFlight.add(position)
    const done = publishOwn(rows).finally(() => publishing.delete(done))
    publishing.add(done)
  }

  async function publishOwn(rows: OutboxRow[]): Promise<void> {
    try {
      const faults = await publishAll(rows)
      published.push(...positionsOf(rows).filter((position) => !faults.has(position)))
      deleteSoon()
      if (faults.size === 0) return
      leave(faults.keys())
    } catch (error) {
      fail(error)
      leave(positionsOf(rows))
    }
    flush()
  }

  /** Leaves rows of this process to a flush. */
  function leave(positions: Iterable<number>): void {
    hasLeft = true
    for (const position of positions) inFlight.delete(position)
  }

  /**
   * Publishes rows in order. Returns the errors of those that cannot be published, by position.
   *
   * @throws what says that Redis is unavailable
   */
  async function publishAll(rows: OutboxRow[]): Promise<Map<number, Error>> {
    const faults = new Map<number, Error>()
    const each = rows.map(async (row) => {
      try {
        await publishRow(row)
        metrics.published.inc({ kind: row.kind })
      } catch (error) {
        if (!isFaultOfRow(error)) throw error
        faults.set(row.position, error)
      }
    })
    await withTimeout(publishTimeoutMs, Promise.all(each), `not published within ${publishTimeoutMs} ms`)
    return faults
  }

  async function publishRow({ kind, name, id, rooms, payload, trace, ...row }: OutboxRow): Promise<void> {
    if (kind === 'job') return queues.addRow({ name, id, payload, trace, ...row })
    if (kind === 'cancellation') return queues.cancel(name, payload)
    const event = payload as EventEnvelope
    const contract = contracts.get(name)
    const fault = contract ? checksEvents && faultOf(contract, event) : `No event is called ${name}.`
    if (fault) throw new Unpublishable(fault)
    const message = JSON.stringify({ rooms, event, trace, writtenAt: row.written_at } satisfies RoomMessage)
    await Promise.all([
      ...rooms.map((room) => redis.publish(roomChannel(prefix, room), message)),
      ...queues.addForEvent(name, id, event, row.options as Facts | null, trace),
    ])
  }

  function deleteSoon(): void {
    if (published.length >= deleteBatchSize) void deletePublished()
    else if (published.length > 0 && !closed) deletion ??= setTimeout(deletePublished, deleteAfterMs)
  }

  /** The delete need not wait for the disk: rows that a crash brings back are published again. */
  async function deletePublished(): Promise<void> {
    clearTimeout(deletion)
    deletion = undefined
    const positions = published
    published = []
    if (positions.length === 0) return
    try {
      await sql`
        delete from outbox using set_config('synchronous_commit', 'off', true)
        where position = any(${positions}::bigint[])`.execute(db)
      for (const position of positions) inFlight.delete(position)
    } catch (error) {
      log.debug({ err: error }, 'published rows could not be deleted; retrying')
      published.push(...positions)
      if (!closed) deletion ??= setTimeout(deletePublished, deleteAfterMs)
    }
  }

  /** One process at a time flushes, so that rows go in order. A row that fails is left; the batch goes on without it. */
  async function flushBatch(): Promise<number> {
    return db.transaction().execute(async (tx) => {
      await sql`
        select pg_advisory_xact_lock(hashtextextended('outbox:' || current_schema(), 0)),
          set_config('synchronous_commit', 'off', true)`.execute(tx)
      const { rows } = await sql<OutboxRow>`
        select ${outboxColumns} from outbox
        where quarantined_at is null and (position = any(${stale}::bigint[])
          or attempts = 0 and (publisher is null
            or ${hasLeft} and publisher = ${publisher} and position <> all(${[...inFlight]}::bigint[])))
        order by position limit ${batchSize} for update skip locked`.execute(tx)
      if (rows.length === 0) return 0
      const faults = await publishAll(rows)
      const done = positionsOf(rows).filter((position) => !faults.has(position))
      await sql`delete from outbox where position = any(${done}::bigint[])`.execute(tx)
      if (faults.size > 0) await recordFaults(tx, faults)
      const tried = new Set(positionsOf(rows))
      stale = stale.filter((position) => !tried.has(position))
      return rows.length
    })
  }

  async function recordFaults(tx: Kysely<DB>, faults: Map<number, Error>): Promise<void> {
    const errors = [...faults].map(([position, { message }]) => ({ position, error: message }))
    const { rows } = await sql<Pick<OutboxRow, 'id' | 'kind' | 'name'> & { error: string; is_quarantined: boolean }>`
      update outbox o set attempts = o.attempts + 1, error = f.error,
        quarantined_at = case when o.attempts + 1 >= ${maxAttempts} then now() end
      from jsonb_to_recordset(${JSON.stringify(errors)}::jsonb) as f(position bigint, error text)
      where o.position = f.position
      returning o.id, o.kind, o.name, o.error, o.quarantined_at is not null as is_quarantined`.execute(tx)
    for (const { is_quarantined, ...row } of rows) {
      if (!is_quarantined) continue
      metrics.quarantined.inc({ kind: row.kind })
      log.error(row, 'an outbox row cannot be published and is quarantined')
    }
  }

  async function run(): Promise<void> {
    clearTimeout(retry)
    try {
      if (redis.status !== 'ready') throw new Error('Redis is unavailable')
      do {
        wanted = false
        while ((await flushBatch()) === batchSize);
      } while (wanted)
      failing = false
      hasLeft = false
    } catch (error) {
      fail(error)
    }
  }

  function fail(error: unknown): void {
    metrics.publishFailures.inc()
    if (!failing) log.warn({ err: error }, 'the outbox cannot be published; its rows wait')
    failing = true
  }

  /** Publishes what was held; flushes again at once if asked to meanwhile, or later if it has failed. */
  function settle(): void {
    flushing = undefined
    const rows = held
    held = []
    if (rows.length > 0 && failing) leave(positionsOf(rows))
    else if (rows.length > 0) publishNow(rows)
    if (closed) return
    if (failing) retry = setTimeout(flush, pollMs)
    else if (wanted) flush()
  }

  /** Starts publishing rows that no process publishes by itself. Never throws and never waits: they are committed. */
  function flush(): void {
    wanted = true
    if (!closed) flushing ??= run().finally(settle)
  }

  /** Finds rows that the last look has found already, and measures the oldest. Returns whether a flush has work to do. */
  async function look(): Promise<boolean> {
    const { rows } = await sql<{ position: number; is_new: boolean; age: number }>`
      select position, publisher is null and attempts = 0 as is_new,
        extract(epoch from clock_timestamp() - created_at)::float8 as age
      from outbox where quarantined_at is null order by position limit ${maxLooked}`.execute(db)
    const found = positionsOf(rows)
    stale = found.filter((position) => looked.has(position) && !inFlight.has(position))
    looked = new Set(found)
    metrics.outboxAge.set(rows[0]?.age ?? 0)
    return stale.length > 0 || rows.some(({ is_new }) => is_new)
  }

  options.every('poll of the outbox', pollMs, async () => {
    if (await look()) flush()
  })
  publishRowsOf(db, { publisher, publish })

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
    },

    /** Publishes what is there and stops. Rows that are committed later stay for another process. */
    async close(): Promise<void> {
      closed = true
      clearTimeout(retry)
      await flushing
      await Promise.all(publishing)
      await deletePublished()
      const flushed = redis.status === 'ready' ? flushBatch() : Promise.reject(new Error('Redis is unavailable'))
      await flushed.catch((error) => log.warn({ err: error }, 'outbox rows stay for the next start'))
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
