import { type HashedRequest, hashOf, otherRequest } from '@parley/kit/idempotency'
import type { Db } from '../context.ts'
import type { RequestKey } from '../runs/run.ts'
import { findRunOfKey, type Reader, type StoredRun } from '../store/runs.ts'

/** What a request's run is found by when it is repeated; null for one without a key. */
export const keyOf = (request: HashedRequest & { idempotencyKey: string | undefined }): RequestKey | null =>
  request.idempotencyKey === undefined ? null : { key: request.idempotencyKey, hash: hashOf(request) }

/**
 * The run that the same request has begun before.
 *
 * @throws ServiceError 422 where it was another request of the same key
 */
export async function findRunOfRequest(db: Db, caller: Reader, key: RequestKey | null): Promise<StoredRun | undefined> {
  const run = key === null ? undefined : await findRunOfKey(db, caller, key.key)
  if (run && run.request_hash !== key?.hash) throw otherRequest()
  return run
}
