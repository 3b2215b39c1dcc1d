import type { Files } from '@parley/files/files'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { collectUnattached } from '../store/files.ts'
import { deleteObjectRow, takeDueObjects } from '../store/stored-objects.ts'

const everyMs = 60_000
const batchSize = 100
const atOnce = 8

type Runtime = Pick<ServiceRuntime<DB>, 'db' | 'log'>

/**
 * Removes the objects that are due, bytes first, rows after. An interrupted run is repeated: a row is deleted only
 * when its bytes are gone, and removing bytes twice is harmless.
 *
 * @throws AggregateError when some could not be removed; they will be due again
 */
export async function removeDueBytes({ db }: Runtime, { store }: Files, signal?: AbortSignal): Promise<void> {
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

/** Deletes uploads that were not attached in time, and spool folders of processes that died. */
export async function collectAbandoned(runtime: Runtime, files: Files, signal?: AbortSignal): Promise<void> {
  while ((await collectUnattached(runtime.db)) > 0) signal?.throwIfAborted()
  await files.spool.sweep()
}

/** Cleans up after lost jobs and crashes, at every start and every minute. */
export function repeatFileCleanup(runtime: Runtime & Pick<ServiceRuntime<DB>, 'every'>, files: Files): void {
  runtime.every('delete-old-files', everyMs, async (signal) => {
    await collectAbandoned(runtime, files, signal)
    await removeDueBytes(runtime, files, signal)
  })
}
