import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { AnyCaller } from './assertion.ts'
import { kitTables } from './database.ts'
import { ServiceError } from './errors.ts'
import { transaction } from './outbox.ts'
import type { ReplayedAnswer, Request } from './route.ts'

/** Any request, from within a workspace or not. */
type KeyedRequest = Omit<Request, 'caller'> & { caller: AnyCaller }

interface Answer {
  status: number
  body: unknown
}

/**
 * Runs a write in one `transaction`, which publishes what it writes into the outbox. With an `Idempotency-Key` the answer is stored in the same transaction, so that the
 * same key, caller and body replay it for 24 hours: another body is a 422, a first attempt still running a 409.
 * What throws leaves no record, and the key may be used again.
 *
 * @param statement set when `work` is a single statement: without a key it then needs no transaction of its own
 * @param recheck is called before an earlier answer is replayed, with its body: throws where the caller may no longer
 *   see it
 */
export async function transact<DB, A extends Answer>(
  db: Kysely<DB>,
  request: KeyedRequest,
  work: (tx: Kysely<DB>) => Promise<A>,
  {
    statement = false,
    recheck,
  }: { statement?: boolean; recheck?: (tx: Kysely<DB>, body: unknown) => Promise<void> } = {},
): Promise<A | ReplayedAnswer> {
  const { idempotencyKey: key } = request
  if (key === undefined) return statement ? work(db) : transaction(db, work)
  return transaction(db, async (tx) => {
    const record = describe(request, key)
    const earlier = await claim(tx, record)
    if (earlier) {
      await recheck?.(tx, JSON.parse(earlier.body))
      return earlier
    }
    const answer = await work(tx)
    await store(tx, record, answer)
    return answer
  })
}

/**
 * The answer stored for this request, for a handler that has much to do before its write. Nothing is locked:
 * `transact` decides.
 *
 * @throws ServiceError 422 when its key was used with another request
 */
export async function findStoredAnswer<DB>(db: Kysely<DB>, request: KeyedRequest): Promise<ReplayedAnswer | undefined> {
  const { idempotencyKey: key } = request
  return key === undefined ? undefined : await findStored(db, describe(request, key))
}

interface IdempotencyRecord {
  caller: string
  key: string
  endpoint: string
  bodyHash: string
}

function describe({ endpoint, caller, params, query, body }: KeyedRequest, key: string): IdempotencyRecord {
  return {
    caller: `${caller.workspaceId}:${caller.userId}`,
    key,
    endpoint: endpoint.name,
    bodyHash: createHash('sha256')
      .update(JSON.stringify([endpoint.name, params, query, body]))
      .digest('hex'),
  }
}

const keptFor = sql<string>`now() - interval '24 hours'`

/** Locks the key until the transaction ends; the answer stored under it, if there is one. */
async function claim<DB>(tx: Transaction<DB>, record: IdempotencyRecord): Promise<ReplayedAnswer | undefined> {
  const { rows } = await sql<{ locked: boolean; body_hash: string | null; status: number | null; body: string | null }>`
    select lock.locked, kept.body_hash, kept.status, kept.body
    from (select pg_try_advisory_xact_lock(hashtextextended(${`idempotency:${record.caller}:${record.key}`}, 0)) as locked) lock
    left join idempotency_keys kept
      on kept.caller = ${record.caller} and kept.key = ${record.key} and kept.created_at > ${keptFor}`.execute(tx)
  const row = rows[0]!
  if (!row.locked) throw new ServiceError('conflict', 'The first request with this Idempotency-Key is still running.')
  // Whoever locked it before may have committed between our snapshot and our lock: look once more.
  if (row.body_hash === null) return await findStored(tx, record)
  return replay(row as { body_hash: string; status: number; body: string }, record)
}

async function findStored<DB>(
  db: Kysely<DB>,
  { caller, key, ...rest }: IdempotencyRecord,
): Promise<ReplayedAnswer | undefined> {
  const stored = await kitTables(db)
    .selectFrom('idempotency_keys')
    .select(['body_hash', 'status', 'body'])
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('created_at', '>', keptFor)
    .executeTakeFirst()
  return stored && replay(stored, { caller, key, ...rest })
}

function replay(
  stored: { body_hash: string; status: number; body: string },
  record: IdempotencyRecord,
): ReplayedAnswer {
  if (stored.body_hash !== record.bodyHash)
    throw new ServiceError('idempotency_mismatch', 'This Idempotency-Key was used with another request.')
  return { replayed: true, status: stored.status, body: stored.body }
}

async function store<DB>(tx: Transaction<DB>, record: IdempotencyRecord, answer: Answer): Promise<void> {
  await kitTables(tx)
    .insertInto('idempotency_keys')
    .values({
      caller: record.caller,
      key: record.key,
      endpoint: record.endpoint,
      body_hash: record.bodyHash,
      status: answer.status,
      body: JSON.stringify(answer.body),
    })
    .onConflict((conflict) =>
      conflict.columns(['caller', 'key']).doUpdateSet((to) => ({
        endpoint: to.ref('excluded.endpoint'),
        body_hash: to.ref('excluded.body_hash'),
        status: to.ref('excluded.status'),
        body: to.ref('excluded.body'),
        created_at: to.ref('excluded.created_at'),
      })),
    )
    .execute()
}

/** Answers that one statement deletes. */
const maxDeleted = 5_000

/** Deletes answers older than a day, up to 5,000; returns whether there may be more. */
export async function deleteExpiredAnswers<DB>(db: Kysely<DB>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from idempotency_keys where ctid = any(array(
      select ctid from idempotency_keys where created_at < now() - interval '24 hours' limit ${maxDeleted}))`.execute(
    db,
  )
  return numAffectedRows === BigInt(maxDeleted)
}
