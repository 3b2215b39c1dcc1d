import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { invalid } from '@parley/kit/errors'
import type { Holders } from '@parley/kit/gate'
import type { Log } from '@parley/kit/log'
import type { Sharing } from '@parley/kit/route'
import type { Kysely } from 'kysely'
import { shownName } from './file-names.ts'
import type { Source } from './file-store.ts'
import { isPicture, typeOf } from './file-types.ts'
import { UnstrippableMedia } from './metadata/strip-metadata.ts'
import type { SpooledFile } from './spool.ts'
import type { Storage } from './storage.ts'
import { markForDeletion, registerObjects } from './store/stored-objects.ts'
import type { Place } from './store/tables.ts'
import { insertFiles, newFileIds, type StoredFile } from './store/uploads.ts'
import type { UnattachedLimits } from './unattached.ts'
import type { Uploader } from './uploader.ts'

export interface Stores<D> {
  db: Kysely<D>
  storage: Storage
  /** Has what is marked for deletion removed. */
  sweep: () => void
}

/** Whose files they are, and how they are stored. */
export interface Storing extends Sharing {
  place: Place
  uploader: Uploader
  limits: UnattachedLimits
  holders: Holders
  keepMetadata: boolean
  log: Log
}

/** Makes files of what is stored, in the transaction of whoever needs them; see `insertFiles`. */
export type Save = <D>(tx: Kysely<D>) => Promise<UnsignedAttachment[]>

/**
 * Stores files that lie on the local disk. Their rows are made when `work` calls `save` in its transaction; if it does not,
 * their bytes are removed again.
 *
 * @throws ServiceError 400 for a picture or video whose metadata cannot be taken out
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
    spooled.map((file, index) => prepare(file, { id: ids[index]!, index, storage, ...options })),
  )
  const objects = prepared.flatMap((each) => each.objects)
  const keys = objects.map(({ key }) => key)
  await withinShare(() => registerObjects(db, workspaceId, keys))
  let isSaved = false
  try {
    await writeAll(objects, holders, storage)
    return await work(async (tx) => {
      const files = prepared.map(({ file }) => file)
      const attachments = await insertFiles(tx, { ...place, ...options }, files)
      isSaved = true
      return attachments
    })
  } finally {
    // If this fails, they are removed within the hour: they were registered with `remove_at`.
    if (!isSaved) {
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

/** Prepares a file's row and its objects. The uploader chooses no part of a key. */
async function prepare(
  spooled: SpooledFile,
  {
    id,
    index,
    storage,
    place: { workspaceId },
    holders: { person },
    keepMetadata,
  }: { id: string; index: number; storage: Storage } & Storing,
) {
  const name = shownName(spooled.name)
  const type = await typeOf(spooled.head, spooled.head.length === spooled.size, name)
  const { path, size, digest } = keepMetadata ? spooled : await withoutMetadata(spooled, { type, index, storage })
  const picture = isPicture(type) ? await storage.pictureOf(path, { person }) : undefined
  const key = `${workspaceId}/${id}`
  const objects = [{ key, path, size, type }]
  const thumbnail = picture && { key: `${key}-thumbnail`, ...picture.thumbnail, type: 'image/webp' }
  if (thumbnail) objects.push(thumbnail)
  const file: StoredFile = {
    id,
    name,
    type,
    size,
    digest,
    storageKey: key,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    thumbnailKey: thumbnail?.key ?? null,
    thumbnailSize: thumbnail?.size ?? null,
  }
  return { file, objects }
}

async function withoutMetadata(
  spooled: SpooledFile,
  { type, index, storage }: { type: string; index: number; storage: Storage },
): Promise<SpooledFile> {
  try {
    return await storage.withoutMetadata(spooled, type)
  } catch (error) {
    if (!(error instanceof UnstrippableMedia)) throw error
    throw invalid(
      `files.${index}`,
      'Location and camera data cannot be taken out of this picture or video: it is damaged, or its type is not supported. With keep_metadata it is stored as it is.',
    )
  }
}

const writeAll = (objects: ({ key: string } & Source)[], holders: Holders, { writing, store }: Storage) =>
  allSettled(objects.map(({ key, ...source }) => writing.pass(holders, () => store.write(key, source))))

/** Waits for all, also when one has failed, so that no file is written to a folder or the storage after its removal. */
async function allSettled<T>(work: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work)
  return await Promise.all(work)
}
