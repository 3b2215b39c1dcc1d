import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { DB } from '../schema.ts'
import { fileTables, type Place } from './tables.ts'

/** Files that go in one statement. */
const maxDeleted = 500

type FilesOf = ExpressionBuilder<DB, 'files'>

/**
 * Deletes files of a workspace, and marks their objects for deletion in the same statement. The only way to delete files.
 *
 * @returns the keys of the objects of each
 */
async function deleteFiles<D>(tx: Kysely<D>, workspaceId: string, which: (files: FilesOf) => Expression<SqlBool>) {
  return fileTables(tx)
    .with('gone', (db) =>
      db
        .deleteFrom('files')
        .where('workspace_id', '=', workspaceId)
        .where(which)
        .returning(['storage_key', 'thumbnail_key']),
    )
    .with('due', (db) =>
      db
        .updateTable('stored_objects as o')
        .from('gone')
        .set({ remove_at: sql`now()` })
        .where('o.workspace_id', '=', workspaceId)
        .where(({ eb, ref }) => eb('o.key', 'in', [ref('gone.storage_key'), ref('gone.thumbnail_key').$notNull()])),
    )
    .selectFrom('gone')
    .select(['storage_key', 'thumbnail_key'])
    .execute()
}

/**
 * Deletes the files of messages or whatever else holds them, in the transaction that deletes those: from then on nobody is
 * shown them. Call `files.sweep` after it has committed, and their bytes are removed at once.
 */
export async function deleteFilesOfHolders<D>(
  tx: Kysely<D>,
  { workspaceId, holderIds }: { workspaceId: string; holderIds: readonly string[] },
): Promise<number> {
  const deleted = await deleteFiles(tx, workspaceId, (eb) =>
    eb('holder_id', '=', sql<string>`any(${holderIds}::uuid[])`),
  )
  return deleted.length
}

/** Deletes up to 500 files of a place, such as a channel that is gone; returns how many. */
export async function deleteFilesOfPlace<D>(tx: Kysely<D>, { workspaceId, placeId }: Place): Promise<number> {
  const deleted = await deleteFiles(tx, workspaceId, (eb) =>
    eb(
      'id',
      'in',
      eb
        .selectFrom('files as some')
        .select('some.id')
        .where('some.workspace_id', '=', workspaceId)
        .where('some.place_id', '=', placeId)
        .limit(maxDeleted),
    ),
  )
  return deleted.length
}

/** Deletes up to 500 files of a workspace that is deleted, with all that holds them; returns how many. */
export async function deleteFilesOfWorkspace<D>(tx: Kysely<D>, workspaceId: string): Promise<number> {
  const deleted = await deleteFiles(tx, workspaceId, (eb) =>
    eb(
      'id',
      'in',
      eb.selectFrom('files as some').select('some.id').where('some.workspace_id', '=', workspaceId).limit(maxDeleted),
    ),
  )
  return deleted.length
}

/**
 * As `deleteFilesOfHolders`, with those that were uploaded to these places and are held by nothing yet, for whoever makes
 * sure that the bytes go, too.
 *
 * @returns how many there were, and the keys of their objects
 */
export async function eraseFiles<D>(
  tx: Kysely<D>,
  of: { workspaceId: string; holderIds: readonly string[]; placeIds: readonly string[] },
): Promise<{ count: number; keys: string[] }> {
  const deleted = await deleteFiles(tx, of.workspaceId, ({ eb, or, and }) =>
    or([
      eb('holder_id', '=', sql<string>`any(${of.holderIds}::uuid[])`),
      and([eb('holder_id', 'is', null), eb('place_id', '=', sql<string>`any(${of.placeIds}::uuid[])`)]),
    ]),
  )
  const keys = deleted.flatMap(({ storage_key, thumbnail_key }) => [storage_key, thumbnail_key ?? []].flat())
  return { count: deleted.length, keys }
}

/** Uploads that were not attached in time. */
const isAbandoned =
  (keptHours: number) =>
  ({ eb, and, or }: FilesOf) =>
    and([
      eb('files.holder_id', 'is', null),
      or([eb('files.reserved_until', 'is', null), eb('files.reserved_until', '<', sql<string>`now()`)]),
      eb('files.created_at', '<', sql<string>`now() - make_interval(hours => ${keptHours}::int)`),
    ])

/** Deletes up to 500 uploads that were not attached within so many hours, and are not reserved; returns how many. */
export async function deleteAbandoned<D>(db: Kysely<D>, keptHours: number): Promise<number> {
  const found = await fileTables(db)
    .selectFrom((eb) =>
      eb
        .selectFrom('files')
        .select(['workspace_id', 'id'])
        .where(isAbandoned(keptHours))
        .limit(sql.lit(maxDeleted))
        .as('abandoned'),
    )
    .select(({ fn }) => ['workspace_id', fn.agg<string[]>('array_agg', ['id']).as('ids')])
    .groupBy('workspace_id')
    .execute()
  let deleted = 0
  for (const { workspace_id: workspaceId, ids } of found)
    deleted += (
      await deleteFiles(db, workspaceId, (eb) =>
        eb(
          'id',
          'in',
          eb
            .selectFrom('files')
            .select('files.id')
            .where('files.workspace_id', '=', workspaceId)
            .where('files.id', '=', sql<string>`any(${ids}::uuid[])`)
            .where(isAbandoned(keptHours))
            .forUpdate()
            .skipLocked(),
        ),
      )
    ).length
  return deleted
}
