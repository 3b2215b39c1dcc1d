import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { DB } from '../schema.ts'
import { fileTables, type Place } from './tables.ts'

/** Somebody's uploads to a place, by id. The uploader is null for what the service has stored by itself. */
export interface Uploads extends Place {
  uploaderId: string | null
  fileIds: string[]
}

/**
 * Attaches uploads to what is to hold them, such as a message, in the transaction that makes it: it is kept with them, and
 * whoever may read in their place may read them.
 *
 * @returns them in this order; undefined, and nothing is changed, where one is not the uploader's own to this place, is
 *   attached already, or comes twice
 */
export async function attachFiles<D>(
  tx: Kysely<D>,
  { workspaceId, placeId, uploaderId, fileIds, holderId }: Uploads & { holderId: string },
): Promise<UnsignedAttachment[] | undefined> {
  if (fileIds.length === 0) return []
  const { rows } = await sql<{ attachments: UnsignedAttachment[] | null }>`
    select attach_files(${workspaceId}, ${placeId}, ${uploaderId}, ${holderId}, ${fileIds}) as attachments`.execute(tx)
  return rows[0]!.attachments ?? undefined
}

/**
 * The index in `fileIds` of the first that `attachFiles` would refuse; null if all can be attached. Locks those that can
 * be.
 */
export async function findUnattachable<D>(
  tx: Kysely<D>,
  { workspaceId, placeId, uploaderId, fileIds }: Uploads,
): Promise<number | null> {
  if (fileIds.length === 0) return null
  const { rows } = await sql<{ index: number | null }>`
    select first_unattachable(${workspaceId}, ${placeId}, ${uploaderId}, ${fileIds}) as index`.execute(tx)
  return rows[0]!.index
}

/** Keeps uploads that are to be attached later, such as a draft's, from garbage collection until then. */
export async function reserveFiles<D>(
  tx: Kysely<D>,
  { workspaceId, placeId, uploaderId, fileIds }: Uploads,
  until: Date,
): Promise<void> {
  if (fileIds.length === 0) return
  await fileTables(tx)
    .updateTable('files')
    .set(({ fn, val }) => ({ reserved_until: fn<string>('greatest', ['reserved_until', val(until)]) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sql<string>`any(${fileIds}::uuid[])`)
    .where('place_id', '=', placeId)
    .where('uploader_id', 'is not distinct from', uploaderId)
    .where('holder_id', 'is', null)
    .execute()
}

/**
 * Ends the reservation of uploads.
 *
 * @param isReserved the condition under which something else has reserved the file with this id
 */
export async function endReservations<D>(
  tx: Kysely<D>,
  { workspaceId, fileIds }: Pick<Uploads, 'workspaceId' | 'fileIds'>,
  isReserved: (fileId: Expression<string>) => Expression<SqlBool>,
): Promise<void> {
  await fileTables(tx)
    .updateTable('files')
    .set({ reserved_until: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sql<string>`any(${fileIds}::uuid[])`)
    .where('holder_id', 'is', null)
    .where(({ not, ref }) => not(isReserved(ref('files.id'))))
    .execute()
}

/** For a statement: somebody's uploads that are attached to nothing yet. Deleted ones are left out. */
export const unattachedFiles = (
  workspaceId: Expression<string>,
  uploaderId: Expression<string>,
  fileIds: Expression<string[]>,
) =>
  jsonArrayFrom(
    expressionBuilder<DB>()
      .selectFrom('files as f')
      .select((eb) => [
        'f.id',
        'f.name',
        'f.size',
        'f.type',
        'f.width',
        'f.height',
        eb('f.thumbnail_key', 'is not', null).$castTo<boolean>().as('has_thumbnail'),
      ])
      .where(sql<SqlBool>`${fileIds} <> '{}'`)
      .where('f.workspace_id', '=', workspaceId)
      .where('f.id', '=', sql<string>`any(${fileIds})`)
      .where('f.uploader_id', '=', uploaderId)
      .where('f.holder_id', 'is', null)
      .orderBy(({ fn }) => fn('array_position', [fileIds, 'f.id'])),
  )
