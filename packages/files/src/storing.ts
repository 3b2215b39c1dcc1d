import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { Holders } from '@parley/kit/gate'
import type { Log } from '@parley/kit/log'
import type { Sharing } from '@parley/kit/route'
import type { Kysely } from 'kysely'
import type { Source } from './file-store.ts'
import { type Preparing, prepare } from './prepare.ts'
import type { SpooledFile } from './spool.ts'
import type { Storage } from './storage.ts'
import { markForDeletion, registerObjects } from './store/stored-objects.ts'
import type { Place } from './store/tables.ts'
import { insertFiles, newFileIds } from './store/uploads.ts'
import type { UnattachedLimits } from './unattached.ts'
import type { Uploader } from './uploader.ts'

export interface Stores<D> {
  db: Kysely<D>
  storage: Storage
  /** Has what is marked for deletion removed. */
  sweep: () => void
}

/** Whose files they are, and how they are stored. */
export interface Storing extends Sharing, Preparing {
  place: Place
  uploader: Uploader
  limits: UnattachedLimits
  log: Log
}

/** Makes files of what is stored, in the transaction of whoever needs them; see `insertFiles`. */
export type Save = <D>(tx: Kysely<D>) => Promise<UnsignedAttachment[]>

/**
 * Stores files that lie on the local disk. Their rows are made when `work` calls `save` in its transaction; if it does not,
 * their bytes are removed again.
 *
 * @throws ServiceError 400 for a picture or video whose metadata cannot be taken out, or that cannot be made a square
 */
export async function storing<D, T>(
  { db, storage, sweep }: Stores<D>,
  spooled: SpooledFile[],
  options: Storing,
  work: (save: Save) => Promise<T>,
): Promise<T> {
  const { place, holders, withinShare, log } = options
  if (spooled.length === 0) return work(async () => [])
  const { workspaceId } = place
  const ids = await withinShare(() => newFileIds(db, spooled.length))
  const prepared = await allSettled(
    spooled.map((file, index) => prepare(file, `${workspaceId}/${ids[index]!}`, { index, storage, ...options })),
  )
  const objects = prepared.flatMap((each) => each.objects)
  const keys = objects.map(({ key }) => key)
  await withinShare(() => registerObjects(db, workspaceId, keys))
  let isSaved = false
  let isDone = false
  try {
    await writeAll(objects, holders, storage)
    const result = await work(async (tx) => {
      const files = prepared.map(({ file }, index) => ({ id: ids[index]!, ...file }))
      const attachments = await insertFiles(tx, { ...place, ...options }, files)
      isSaved = true
      return attachments
    })
    isDone = true
    return result
  } finally {
    // Harmless where a commit was lost track of: what a file refers to is not marked. If this fails, they are removed
    // within the hour: they were registered with `remove_at`.
    if (!isSaved || !isDone) {
      await markForDeletion(db, workspaceId, keys).catch((error) =>
        log.warn(
          { err: error },
          'marking the objects of a failed upload for deletion failed; they are removed within the hour',
        ),
      )
      sweep()
    }
  }
}

const writeAll = (objects: ({ key: string } & Source)[], holders: Holders, { writing, store }: Storage) =>
  allSettled(objects.map(({ key, ...source }) => writing.pass(holders, () => store.write(key, source))))

/** Waits for all, also when one has failed, so that no file is written to a folder or the storage after its removal. */
async function allSettled<T>(work: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work)
  return await Promise.all(work)
}
