import type { Files } from '@parley/files/files'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { collectUnsent } from '../store/files.ts'
import { deleteObjectRow, takeDueObjects } from '../store/stored-objects.ts'

const everyMs = 60_000
const batchSize = 100
const atOnce = 8

type Ground = Pick<ServiceRuntime<DB>, 'db' | 'log'>

/**
 * Removes the objects that are due, bytes first, rows after. An interrupted run is repeated: a row is deleted only
 * when its bytes are gone, and removing bytes twice is harmless.
 *
 * @throws AggregateError when some could not be removed; they will be due again
 */
export async function removeDueBytes({ db }: Ground, { store }: Files, signal?: AbortSignal): Promise<void> {
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

/** Collects uploads that nobody sent. */
export async function collectAbandoned(ground: Ground, files: Files, signal?: AbortSignal): Promise<void> {
  while ((await collectUnsent(ground.db)) > 0) signal?.throwIfAborted()
  await files.spool.sweep()
}

/** Runs at every start and every minute: does what a lost job or a crash has left undone. */
export function createFileCleanup(ground: Ground, files: Files) {
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    try {
      await collectAbandoned(ground, files, stopping.signal)
      await removeDueBytes(ground, files, stopping.signal)
    } catch (error) {
      if (!stopping.signal.aborted) ground.log.warn({ err: error }, 'files are tidied up later')
    }
  }

  function tick(): void {
    running = run().finally(() => {
      if (!stopping.signal.aborted) timer = setTimeout(tick, everyMs)
    })
  }

  return {
    /** The first round is done when it resolves. */
    async start(): Promise<void> {
      tick()
      await running
    },
    async close(): Promise<void> {
      stopping.abort()
      clearTimeout(timer)
      await running
    },
  }
}
