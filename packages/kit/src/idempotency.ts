import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { ServiceError } from './errors.ts'
import type { ReplayedAnswer, Request } from './route.ts'

interface Answer {
  status: number
  body: unknown
}

/**
 * Runs a write in one transaction. With an `Idempotency-Key` the answer is kept in the same transaction, so that the
 * same key, caller and body replay it for 24 hours: another body is a 422, a first attempt still running a 409.
 * What throws leaves no record, and the key may be used again.
 *
 * @param statement set when `work` is a single statement: without a key it then needs no transaction of its own
 * @param recheck is asked before an earlier answer is given again, with its body: throws where the caller may not see
 *   that any more
 */
export async function transact<DB, A extends Answer>(
  db: Kysely<DB>,
  request: Request,
  work: (tx: Kysely<DB>) => Promise<A>,
  {
    statement = false,
    recheck,
  }: { statement?: boolean; recheck?: (tx: Kysely<DB>, body: unknown) => Promise<void> } = {},
): Promise<A | ReplayedAnswer> {
  const { idempotencyKey: key } = request
  if (key === undefined) return statement ? work(db) : db.transaction().execute(work)
  return db.transaction().execute(async (tx) => {
    const record = describe(request, key)
    const earlier = await claim(tx, record)
    if (earlier) {
      await recheck?.(tx, JSON.parse(earlier.body))
      return earlier
    }
    const answer = await work(tx)
    await keep(tx, record, answer)
    return answer
  })
}

/**
 * The answer that was given to this request before, for a handler that has much to do before its write. Nothing is held:
 * `transact` has the last word.
 *
 * @throws ServiceError 422 when its key was used with another request
 */
export async function findKeptAnswer<DB>(db: Kysely<DB>, request: Request): Promise<ReplayedAnswer | undefined> {
  const { idempotencyKey: key } = request
  return key === undefined ? undefined : await findKept(db, describe(request, key))
}

interface IdempotencyRecord {
  caller: string
  key: string
  endpoint: string
  bodyHash: string
}

function describe({ endpoint, caller, params, query, body }: Request, key: string): IdempotencyRecord {
  return {
    caller: `${caller.workspaceId}:${caller.userId}`,
    key,
    endpoint: endpoint.name,
    bodyHash: createHash('sha256')
      .update(JSON.stringify([endpoint.name, params, query, body]))
      .digest('hex'),
  }
}

/** Holds the key until the transaction ends; the answer kept under it, if there is one. */
async function claim<DB>(tx: Transaction<DB>, record: IdempotencyRecord): Promise<ReplayedAnswer | undefined> {
  const { rows } = await sql<{ held: boolean; body_hash: string | null; status: number | null; body: string | null }>`
    select lock.held, kept.body_hash, kept.status, kept.body
    from (select pg_try_advisory_xact_lock(hashtextextended(${`idempotency:${record.caller}:${record.key}`}, 0)) as held) lock
    left join idempotency_keys kept
      on kept.caller = ${record.caller} and kept.key = ${record.key} and kept.created_at > now() - interval '24 hours'`.execute(
    tx,
  )
  const row = rows[0]!
  if (!row.held) throw new ServiceError('conflict', 'The first request with this Idempotency-Key is still running.')
  // The holder before us may have committed between our snapshot and our lock: look once more.
  if (row.body_hash === null) return await findKept(tx, record)
  return replay(row as { body_hash: string; status: number; body: string }, record)
}

async function findKept<DB>(db: Kysely<DB>, record: IdempotencyRecord): Promise<ReplayedAnswer | undefined> {
  const { rows } = await sql<{ body_hash: string; status: number; body: string }>`
    select body_hash, status, body from idempotency_keys
    where caller = ${record.caller} and key = ${record.key} and created_at > now() - interval '24 hours'`.execute(db)
  return rows[0] && replay(rows[0], record)
}

function replay(kept: { body_hash: string; status: number; body: string }, record: IdempotencyRecord): ReplayedAnswer {
  if (kept.body_hash !== record.bodyHash)
    throw new ServiceError('idempotency_mismatch', 'This Idempotency-Key was used with another request.')
  return { replayed: true, status: kept.status, body: kept.body }
}

async function keep<DB>(tx: Transaction<DB>, record: IdempotencyRecord, answer: Answer): Promise<void> {
  await sql`
    insert into idempotency_keys (caller, key, endpoint, body_hash, status, body)
    values (${record.caller}, ${record.key}, ${record.endpoint}, ${record.bodyHash}, ${answer.status}, ${JSON.stringify(answer.body)})
    on conflict (caller, key) do update set endpoint = excluded.endpoint, body_hash = excluded.body_hash,
      status = excluded.status, body = excluded.body, created_at = now()`.execute(tx)
}

/** Drops answers older than a day, a batch at a time. */
export async function forgetOldAnswers<DB>(db: Kysely<DB>): Promise<void> {
  await sql`
    delete from idempotency_keys where ctid = any(array(
      select ctid from idempotency_keys where created_at < now() - interval '24 hours' limit 5000))`.execute(db)
}
