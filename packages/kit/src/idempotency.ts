import { createHash, randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type Principal, principalKey } from './assertion.ts'
import { type AuditEntry, recordAct } from './audit.ts'
import { kitTables } from './database.ts'
import { ServiceError } from './errors.ts'
import { transaction } from './outbox.ts'
import type { AnyRequest, Recorded, ReplayedAnswer, Sharing } from './route.ts'

/** A key is its caller's alone: endpoints without one keep none. */
type KeyedRequest = Omit<AnyRequest, 'caller'> & { caller: Principal | undefined }

interface Answer {
  status: number
  body: unknown
}

export interface Recording<DB, A> {
  /** Set when `work` is a single statement: without a key it then needs no transaction of its own. */
  statement?: boolean
  /**
   * Called before an earlier answer is replayed, with its body.
   *
   * @throws ServiceError where the caller may no longer see it
   */
  recheck?: (db: Kysely<DB>, body: unknown) => Promise<void>
  /** The id of what the answer shows, such as a channel: `deleteAnswersAbout` deletes it. */
  about?: (body: A extends Answer ? A['body'] : never) => string
}

/**
 * Runs a write in one `transaction`, which publishes what it writes into the outbox. With an `Idempotency-Key` the
 * answer is stored in the same transaction, so that the same key, caller and body replay it for 24 hours: another body is
 * a 422, a first attempt still running a 409. What throws leaves no record, and the key may be used again. Of a
 * `slowRoute`, it holds the caller's share of connections meanwhile: not to be called within `withinShare`. Where the
 * contract declares `audit`, the act is recorded in the transaction too, once, however often its answer is replayed.
 *
 * Every POST answers through this, `recordStatement` or, where it is slow, `claimed` around this; its type says so.
 */
export async function transact<DB, A extends Answer>(
  db: Kysely<DB>,
  request: KeyedRequest & Partial<Sharing>,
  work: (tx: Kysely<DB>, entry: AuditEntry) => Promise<A>,
  { statement = false, recheck, about }: Recording<DB, A> = {},
): Promise<Recorded<A> | ReplayedAnswer> {
  const { idempotencyKey: key, withinShare = (write) => write() } = request
  const act = async (tx: Kysely<DB>) => {
    const entry: AuditEntry = {}
    const answer = await work(tx, entry)
    await recordAct(tx, request, answer, entry)
    return answer
  }
  return withinShare(async () => {
    if (key === undefined) return recorded(await (statement ? act(db) : transaction(db, act)))
    return transaction(db, async (tx) => {
      const record = recordOf(request, key)
      const earlier = replayOf(await claim(tx, record), record)
      if (earlier) {
        await recheck?.(tx, JSON.parse(earlier.body))
        return earlier
      }
      const answer = await act(tx)
      await store(tx, record, answer, about?.(answer.body as never))
      return recorded(answer)
    })
  })
}

/**
 * As `transact`, for a write that claims its key and stores its answer itself, in one statement.
 *
 * @param statement gets the key, if the request has one; its result is the answer, or what `parley.claim_key` found
 */
export async function recordStatement<DB, A extends Answer>(
  db: Kysely<DB>,
  request: KeyedRequest,
  statement: (record: IdempotencyRecord | undefined) => Promise<A | KeptAnswer>,
  recheck?: (db: Kysely<DB>, body: unknown) => Promise<void>,
): Promise<Recorded<A> | ReplayedAnswer> {
  const { idempotencyKey: key } = request
  const record = key === undefined ? undefined : recordOf(request, key)
  const result = await statement(record)
  const earlier = record && 'is_running' in result ? replayOf(result, record) : undefined
  if (!earlier) return recorded(result as A)
  await recheck?.(db, JSON.parse(earlier.body))
  return earlier
}

const claimMs = 60_000
const renewEveryMs = 20_000

/**
 * Runs work that takes longer than a transaction may (an upload, a connection to somebody else's service) and answers
 * through `transact` at its end. Its `Idempotency-Key` is claimed first, so that a second request with it is a 409 before
 * it has done anything, and one whose answer is stored gets it without the work. A claim ends with the work, or a minute
 * after the process that held it has died.
 *
 * @param request without a body where that is still to be read: then the work looks for the stored answer itself, with
 *   `findStoredAnswer`, as soon as it knows the body
 * @param recheck as for `transact`
 */
export async function claimed<DB, A>(
  db: Kysely<DB>,
  request: (KeyedRequest | Omit<KeyedRequest, 'body'>) & Partial<Sharing>,
  work: () => Promise<A>,
  recheck?: (db: Kysely<DB>, body: unknown) => Promise<void>,
): Promise<A | ReplayedAnswer> {
  const { idempotencyKey: key, withinShare = (query) => query() } = request
  if (key === undefined) return work()
  const mine = { ...ownerOf(request, key), claim: randomUUID() }
  if (!(await withinShare(() => insertClaim(db, mine, request.endpoint.name)))) {
    const earlier = 'body' in request ? await withinShare(() => findStoredAnswer(db, request)) : undefined
    if (earlier) await recheck?.(db, JSON.parse(earlier.body))
    return earlier ?? work()
  }
  const renewal = setInterval(() => {
    renewClaim(db, mine).catch((error) =>
      request.log.warn({ err: error }, 'an idempotency key could not be kept claimed'),
    )
  }, renewEveryMs)
  try {
    return await work()
  } finally {
    clearInterval(renewal)
    await deleteClaim(db, mine).catch((error) =>
      request.log.warn({ err: error }, 'an idempotency key stays claimed for a minute'),
    )
  }
}

/**
 * The answer stored for this request, for a handler that has much to do before its write. Nothing is locked:
 * `transact` decides.
 *
 * @throws ServiceError 422 when its key was used with another request
 */
export async function findStoredAnswer<DB>(db: Kysely<DB>, request: KeyedRequest): Promise<ReplayedAnswer | undefined> {
  const { idempotencyKey: key } = request
  if (key === undefined) return undefined
  const record = recordOf(request, key)
  const kept = await kitTables(db)
    .selectFrom('idempotency_keys')
    .select(['body_hash', 'status', 'body'])
    .where('caller', '=', record.caller)
    .where('key', '=', record.key)
    .where('created_at', '>', keptFor)
    .executeTakeFirst()
  return kept && replayOf({ is_running: false, ...kept }, record)
}

const recorded = <A extends Answer>(answer: A): Recorded<A> => answer as Recorded<A>

/** What an answer is stored under, and the request that it answers. */
export interface IdempotencyRecord {
  caller: string
  key: string
  endpoint: string
  body_hash: string
}

/** What `parley.claim_key` answers: all null where the key is free, and now the transaction's. */
export interface KeptAnswer {
  is_running: boolean
  body_hash: string | null
  status: number | null
  body: string | null
}

function ownerOf({ caller, endpoint }: Pick<KeyedRequest, 'caller' | 'endpoint'>, key: string) {
  if (!caller) throw new Error(`${endpoint.name} has no caller whose key it would be.`)
  return { caller: principalKey(caller), key }
}

/**
 * What makes a request another one of the same caller: its endpoint with everything that it was called with. For work
 * that keeps a key itself, since it goes on where its request has failed.
 */
export function hashOf(request: HashedRequest): string {
  let hash = hashes.get(request)
  if (hash === undefined) {
    const { endpoint, params, query, body } = request
    hash = createHash('sha256')
      .update(JSON.stringify([endpoint.name, params, query, digestOf(body)]))
      .digest('hex')
    hashes.set(request, hash)
  }
  return hash
}

/** What is asked for several times of one request, whose body may have megabytes. */
const hashes = new WeakMap<HashedRequest, string>()

export type HashedRequest = Pick<KeyedRequest, 'endpoint' | 'params' | 'query' | 'body'>

const recordOf = (request: KeyedRequest, key: string): IdempotencyRecord => ({
  ...ownerOf(request, key),
  endpoint: request.endpoint.name,
  body_hash: hashOf(request),
})

/** A key was used before with something else. */
export const otherRequest = () =>
  new ServiceError('idempotency_mismatch', 'This Idempotency-Key was used with another request.')

/** What stands for a body: raw bytes are digested, not written out. */
const digestOf = (body: unknown): unknown =>
  body instanceof Uint8Array ? createHash('sha256').update(body).digest('hex') : body

const keptFor = sql<string>`now() - interval '24 hours'`

/** Locks the key until the transaction ends; the answer stored under it, if there is one. */
async function claim<DB>(tx: Transaction<DB>, { caller, key }: IdempotencyRecord): Promise<KeptAnswer> {
  const { rows } = await sql<KeptAnswer>`
    select is_running, body_hash, status, body from parley.claim_key(${caller}, ${key})`.execute(tx)
  return rows[0]!
}

function replayOf({ is_running, body_hash, status, body }: KeptAnswer, record: IdempotencyRecord) {
  if (is_running) throw stillRunning()
  if (status === null || body === null) return undefined
  if (body_hash !== record.body_hash) throw otherRequest()
  return { replayed: true, status, body } satisfies ReplayedAnswer
}

const stillRunning = () => new ServiceError('conflict', 'The first request with this Idempotency-Key is still running.')

async function store<DB>(
  tx: Transaction<DB>,
  record: IdempotencyRecord,
  { status, body }: Answer,
  about: string | undefined,
): Promise<void> {
  await kitTables(tx)
    .insertInto('idempotency_keys')
    .values({ ...record, status, body: JSON.stringify(body), about: about ?? null })
    .onConflict((conflict) =>
      conflict.columns(['caller', 'key']).doUpdateSet((to) => ({
        endpoint: to.ref('excluded.endpoint'),
        body_hash: to.ref('excluded.body_hash'),
        status: to.ref('excluded.status'),
        body: to.ref('excluded.body'),
        about: to.ref('excluded.about'),
        claim: null,
        claimed_until: null,
        created_at: to.ref('excluded.created_at'),
      })),
    )
    .execute()
}

interface Claim {
  caller: string
  key: string
  claim: string
}

const claimEnd = sql<string>`now() + ${claimMs} * interval '1 millisecond'`

/**
 * Whether the key is claimed now; false where an answer is stored under it.
 *
 * @throws ServiceError 409 where another request has claimed it
 */
async function insertClaim<DB>(db: Kysely<DB>, mine: Claim, endpoint: string): Promise<boolean> {
  const ofKey = kitTables(db)
    .deleteFrom('idempotency_keys')
    .where('caller', '=', mine.caller)
    .where('key', '=', mine.key)
  await ofKey
    .where((is) => is.or([is('created_at', '<=', keptFor), is('claimed_until', '<', sql<string>`now()`)]))
    .execute()
  const inserted = await kitTables(db)
    .insertInto('idempotency_keys')
    .values({ ...mine, endpoint, body_hash: '', claimed_until: claimEnd })
    .onConflict((conflict) => conflict.columns(['caller', 'key']).doNothing())
    .returning('claim')
    .executeTakeFirst()
  if (inserted) return true
  const other = await kitTables(db)
    .selectFrom('idempotency_keys')
    .select('claim')
    .where('caller', '=', mine.caller)
    .where('key', '=', mine.key)
    .executeTakeFirst()
  if (other?.claim) throw stillRunning()
  return false
}

const renewClaim = <DB>(db: Kysely<DB>, { caller, key, claim }: Claim) =>
  kitTables(db)
    .updateTable('idempotency_keys')
    .set({ claimed_until: claimEnd })
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('claim', '=', claim)
    .execute()

/** Deletes a claim under which nothing was stored. */
const deleteClaim = <DB>(db: Kysely<DB>, { caller, key, claim }: Claim) =>
  kitTables(db)
    .deleteFrom('idempotency_keys')
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('claim', '=', claim)
    .execute()

/** Deletes the answers that show something which is gone; returns how many there were. */
export async function deleteAnswersAbout<DB>(db: Kysely<DB>, id: string): Promise<number> {
  const { numDeletedRows } = await kitTables(db)
    .deleteFrom('idempotency_keys')
    .where('about', '=', id)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Answers that one statement deletes. */
const maxDeleted = 5_000

/** Deletes answers older than a day, the oldest first, up to 5,000; returns whether there may be more. */
export async function deleteExpiredAnswers<DB>(db: Kysely<DB>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from idempotency_keys where ctid = any(array(
      select ctid from idempotency_keys where created_at < now() - interval '24 hours'
      order by created_at limit ${maxDeleted} for update skip locked))`.execute(db)
  return numAffectedRows === BigInt(maxDeleted)
}
