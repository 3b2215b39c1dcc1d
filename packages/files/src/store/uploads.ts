import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { ServiceError } from '@parley/kit/errors'
import { type Kysely, sql } from 'kysely'
import { fits, isFull, type Unattached, type UnattachedLimits } from '../unattached.ts'
import { type Uploader, uploaderId } from '../uploader.ts'
import type { Reader } from '../url-signer.ts'
import { fileTables, type Place } from './tables.ts'

/** Counts somebody's uploads in a workspace that are attached to nothing. */
const countUnattached = <D>(db: Kysely<D>, workspaceId: string, { id }: Reader): Promise<Unattached> =>
  fileTables(db)
    .selectFrom('files')
    .select(({ fn, cast }) => [
      fn.countAll<number>().as('files'),
      cast<number>(fn.coalesce(fn.sum('size'), sql.lit(0)), 'bigint').as('bytes'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('uploader_id', '=', id)
    .where('holder_id', 'is', null)
    .executeTakeFirstOrThrow()

/** @throws ServiceError 409 where somebody may upload nothing more */
export async function refuseFull<D>(
  db: Kysely<D>,
  workspaceId: string,
  uploader: Uploader,
  limits: UnattachedLimits,
): Promise<void> {
  if (uploader.kind === 'service') return
  if (isFull(await countUnattached(db, workspaceId, uploader), limits)) throw tooManyUnattached()
}

/** One uploader's come one after another until the transaction ends, so that what they may not exceed is counted right. */
export async function lockUploader<D>(tx: Kysely<D>, uploader: Uploader): Promise<void> {
  if (uploader.kind === 'service') return
  await sql`select pg_advisory_xact_lock(hashtextextended(${`uploads:${uploader.id}`}, 0))`.execute(tx)
}

/** Ids for files that are about to be stored, ascending. */
export async function newFileIds<D>(db: Kysely<D>, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (select uuidv7() as id from generate_series(1, ${count}::int)) made order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** A file whose bytes are stored. */
export interface StoredFile {
  id: string
  name: string
  type: string
  size: number
  digest: string
  storageKey: string
  width: number | null
  height: number | null
  thumbnailKey: string | null
  thumbnailSize: number | null
}

/**
 * Makes files of what is stored. The uploader is locked.
 *
 * @throws ServiceError 409 when the uploader has too many unattached ones, 503 when the objects are already marked for
 *   deletion, since the upload took too long
 */
export async function insertFiles<D>(
  tx: Kysely<D>,
  { workspaceId, placeId, uploader, limits }: Place & { uploader: Uploader; limits: UnattachedLimits },
  files: StoredFile[],
): Promise<UnsignedAttachment[]> {
  if (files.length === 0) return []
  if (uploader.kind !== 'service' && !fits(await countUnattached(tx, workspaceId, uploader), files, limits))
    throw tooManyUnattached()

  const keys = files.flatMap(({ storageKey, thumbnailKey }) => [storageKey, ...(thumbnailKey ? [thumbnailKey] : [])])
  const { numUpdatedRows } = await fileTables(tx)
    .updateTable('stored_objects')
    .set({ remove_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('key', 'in', keys)
    .where('is_deleting', '=', false)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) !== keys.length)
    throw new ServiceError('unavailable', 'The upload took too long; try again.', { headers: { 'Retry-After': '1' } })
  await fileTables(tx)
    .insertInto('files')
    .values(
      files.map((file) => ({
        workspace_id: workspaceId,
        id: file.id,
        place_id: placeId,
        uploader_id: uploaderId(uploader),
        uploader_kind: uploader.kind,
        name: file.name,
        type: file.type,
        size: file.size,
        digest: Buffer.from(file.digest, 'hex'),
        width: file.width,
        height: file.height,
        storage_key: file.storageKey,
        thumbnail_key: file.thumbnailKey,
        thumbnail_size: file.thumbnailSize,
        created_at: sql<string>`now()`,
      })),
    )
    .execute()
  return files.map(attachmentOf)
}

const attachmentOf = ({ id, name, size, type, width, height, thumbnailKey }: StoredFile): UnsignedAttachment => ({
  id,
  name,
  size,
  type,
  width,
  height,
  has_thumbnail: thumbnailKey !== null,
})

const tooManyUnattached = () =>
  new ServiceError(
    'conflict',
    'Uploads that were not sent yet have used up their room: send them, or wait until they are removed.',
  )
