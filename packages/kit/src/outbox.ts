import type { EventContract } from '@parley/contracts/event'
import type { JobContract } from '@parley/contracts/job'
import type { ServiceName } from '@parley/contracts/services'
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type * as z from 'zod'
import { envelopeOf, type NewEvent, type PublishedEvent } from './envelope.ts'
import type { JobOptions } from './jobs.ts'
import type { DB as KitTables } from './schema.ts'
import type { Trace } from './trace.ts'

/** What travels on a room's Redis channel: the event, and every room that may see it. */
export interface RoomMessage {
  rooms: string[]
  event: PublishedEvent
  trace: Trace | null
  /**
   * When the transaction that wrote the event began, by the database's clock, in microseconds since 1970: what URLs in
   * the event are signed with. Missing where no row is stored for it.
   */
  writtenAt?: number
}

export const roomChannel = (prefix: string, room: string): string => `${prefix}:room:${room}`
/** Where a service's outbox is notified that rows have been written to it. */
export const notifyChannel = (prefix: string, service: ServiceName): string => `${prefix}:outbox:${service}`

/** A row of the outbox, with what is needed to publish it. */
export type OutboxRow = Pick<
  Selectable<KitTables['outbox']>,
  'position' | 'id' | 'kind' | 'name' | 'rooms' | 'payload' | 'options' | 'trace'
> & {
  /** When its transaction began, by the database's clock, in microseconds since 1970. */
  written_at: number
}

/** The columns of an `OutboxRow`, to select from the outbox or to return from an insert into it. */
export const outboxColumns = sql`position, id, kind, name, rooms, payload, options, trace,
  (extract(epoch from created_at) * 1000000)::bigint as written_at`

/** Where the rows go that are written through a database or a transaction. */
interface Outgoing {
  /** The process that publishes them, as `outbox.publisher` names it. */
  publisher: string
  publish(rows: OutboxRow[]): void
}

const outgoing = new WeakMap<object, Outgoing>()

/** Has the rows that are written through `db` published by this process; what `createOutbox` calls. */
export const publishRowsOf = <DB>(db: Kysely<DB>, to: Outgoing): void => void outgoing.set(db, to)

/**
 * Runs work in a transaction. What it writes into the outbox is published as soon as it has committed.
 *
 * Rows that are written in a transaction of `db.transaction()`, or by a function of another service's, name no publisher:
 * they wait for `outbox.flush()`, `outbox.notify()`, or the poll within a second.
 */
export async function transaction<DB, T>(db: Kysely<DB>, work: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
  const rows: OutboxRow[] = []
  const result = await db.transaction().execute((tx) => {
    collect(tx, db, rows)
    return work(tx)
  })
  outgoing.get(db)?.publish(rows)
  return result
}

/**
 * Runs work in a subtransaction, which is rolled back, with its locks and its outbox rows, if the work throws or `isKept`
 * returns false. The transaction continues either way. Only one can be open at a time.
 */
export async function subtransaction<DB, T>(
  tx: Kysely<DB>,
  work: (tx: Kysely<DB>) => Promise<T>,
  isKept: (result: T) => boolean,
): Promise<T> {
  const inner = tx.withoutPlugins()
  const rows: OutboxRow[] = []
  collect(inner, tx, rows)
  await sql`savepoint subtransaction`.execute(tx)
  let keeps = false
  try {
    const result = await work(inner)
    keeps = isKept(result)
    return result
  } finally {
    if (keeps) publishAfterCommit(tx, rows)
    else await sql`rollback to savepoint subtransaction`.execute(tx)
  }
}

function collect<DB>(tx: Kysely<DB>, outer: Kysely<DB>, rows: OutboxRow[]): void {
  const publisher = publisherOf(outer)
  if (publisher !== null) outgoing.set(tx, { publisher, publish: (written) => void rows.push(...written) })
}

/** The value of `outbox.publisher` for rows written through `db`: null where `publishAfterCommit` would do nothing. */
export const publisherOf = <DB>(db: Kysely<DB>): string | null => outgoing.get(db)?.publisher ?? null

/**
 * Publishes rows that a statement has written with `publisherOf(db)` and returned: when the transaction commits, or at
 * once where `db` is none, since the statement has committed by itself.
 */
export const publishAfterCommit = <DB>(db: Kysely<DB>, rows: OutboxRow[]): void => outgoing.get(db)?.publish(rows)

/** The `webhookFacts` of each event in `given`. Services that write none of those may not read the view. */
const webhookFactsInSql = sql`jsonb_build_object('has_webhooks', exists (select from integrations.active_webhooks w
  where w.workspace_id = (given.payload->>'workspace_id')::uuid and given.name = any(w.events)))`

const hasWebhookFacts = ({ event }: NewEvent<EventContract>) => event.facts?.includes('has_webhooks') ?? false

/** Writes events into the outbox of the transaction that makes them true; their times, and ids if not given, are made by the database. */
export async function insertEvents<DB>(tx: Kysely<DB>, events: NewEvent<EventContract>[], trace: Trace): Promise<void> {
  if (events.length === 0) return
  const facts = events.some(hasWebhookFacts) ? webhookFactsInSql : sql`null::jsonb`
  const given = events.map((each) => ({ name: each.event.type, rooms: each.rooms, payload: envelopeOf(each) }))
  const { rows } = await sql<OutboxRow>`
    insert into outbox (id, kind, name, rooms, payload, options, trace, publisher)
    select made.id, 'event', given.name, given.rooms,
      jsonb_build_object('id', made.id, 'at', parley.iso(now())) || given.payload, ${facts},
      ${JSON.stringify(trace)}::jsonb, ${publisherOf(tx)}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given(name text, rooms text[], payload jsonb)
    cross join lateral (select coalesce((given.payload->>'id')::uuid, uuidv7()) as id) made
    returning ${outboxColumns}`.execute(tx)
  publishAfterCommit(tx, rows)
}

/**
 * Writes a job into the outbox of the transaction that calls for it.
 *
 * @returns the job's id, for `cancelJob`
 */
export async function insertJob<DB, P extends z.ZodType>(
  tx: Kysely<DB>,
  job: JobContract<P>,
  payload: z.input<P>,
  trace: Trace,
  options?: JobOptions,
): Promise<string> {
  return insertRow(tx, { kind: 'job', name: job.name, payload, options, trace })
}

/**
 * Cancels a job, in the transaction that makes it needless: it runs no more, be it waiting, delayed, between two tries or
 * not published yet. A try that is running is not stopped, and neither are its children.
 */
export async function cancelJob<DB>(tx: Kysely<DB>, job: JobContract, id: string, trace: Trace): Promise<void> {
  await insertRow(tx, { kind: 'cancellation', name: job.name, payload: { id }, trace })
}

async function insertRow<DB>(
  tx: Kysely<DB>,
  row: { kind: 'job' | 'cancellation'; name: string; payload: unknown; options?: JobOptions | undefined; trace: Trace },
): Promise<string> {
  const { kind, name, payload, options, trace } = row
  const { rows } = await sql<OutboxRow>`
    insert into outbox (kind, name, payload, options, trace, publisher)
    values (${kind}, ${name}, ${JSON.stringify(payload)}, ${options ? JSON.stringify(options) : null},
      ${JSON.stringify(trace)}, ${publisherOf(tx)})
    returning ${outboxColumns}`.execute(tx)
  publishAfterCommit(tx, rows)
  return rows[0]!.id
}
