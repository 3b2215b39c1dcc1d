import type { Kysely } from 'kysely'
import type { Storage } from './storage.ts'
import { deleteAbandoned } from './store/deletions.ts'
import { deleteObjectRow, takeDueObjects } from './store/stored-objects.ts'

const batchSize = 100
const atOnce = 8

/**
 * Removes the objects that are due, bytes first, rows after. An interrupted run is repeated: a row is deleted only
 * when its bytes are gone, and removing bytes twice is harmless.
 *
 * @throws AggregateError when some could not be removed; they will be due again
 */
export async function removeDueBytes<D>(
  db: Kysely<D>,
  { store }: Pick<Storage, 'store'>,
  signal?: AbortSignal,
): Promise<void> {
  const failures: unknown[] = []
  for (;;) {
    signal?.throwIfAborted()
    const due = await takeDueObjects(db, batchSize)
    if (due.length === 0) break
    const remaining = [...due]
    const removeNext = async (): Promise<void> => {
      for (let object = remaining.pop(); object !== undefined; object = remaining.pop()) {
        try {
          await store.remove(object.key)
          await deleteObjectRow(db, object)
        } catch (error) {
          failures.push(error)
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, removeNext))
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} objects could not be removed`)
}

/** Deletes uploads that were not attached within so many hours, and spool folders of processes that died. */
export async function deleteUnused<D>(
  db: Kysely<D>,
  { spool }: Pick<Storage, 'spool'>,
  keptHours: number,
  signal?: AbortSignal,
): Promise<void> {
  while ((await deleteAbandoned(db, keptHours)) > 0) signal?.throwIfAborted()
  await spool.sweep()
}
