import { expressionBuilder, type Kysely, sql } from 'kysely'
import type { DB } from '../schema.ts'
import { fileTables } from './tables.ts'

/** An object in the file storage. */
export interface StoredObject {
  workspaceId: string
  key: string
}

/** How long an upload may take from its first byte in the storage to its last. */
const writingTime = sql`interval '1 hour'`

/** Registers objects before they are written: they are removed unless a file refers to them within the hour. */
export async function registerObjects<D>(db: Kysely<D>, workspaceId: string, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await fileTables(db)
    .insertInto('stored_objects')
    .values(keys.map((key) => ({ workspace_id: workspaceId, key, remove_at: sql<string>`now() + ${writingTime}` })))
    .execute()
}

/** Marks objects for deletion that no file refers to, even if they have been removed already. */
export async function markForDeletion<D>(db: Kysely<D>, workspaceId: string, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await fileTables(db)
    .insertInto('stored_objects')
    .values(keys.map((key) => ({ workspace_id: workspaceId, key, remove_at: sql<string>`now()` })))
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'key'])
        .doUpdateSet((to) => ({ remove_at: to.ref('excluded.remove_at') }))
        .where('stored_objects.remove_at', 'is not', null),
    )
    .execute()
}

/**
 * Takes up to so many objects that are due, for good: no file can refer to them any more. Later ones come back. They are
 * found without a lock, and locked within their workspaces.
 */
export async function takeDueObjects<D>(db: Kysely<D>, limit: number): Promise<StoredObject[]> {
  const tables = fileTables(db)
  const isDue = expressionBuilder<DB, 'stored_objects'>()('stored_objects.remove_at', '<=', sql<string>`now()`)
  const found = await tables
    .selectFrom((eb) =>
      eb
        .selectFrom('stored_objects')
        .select(['workspace_id', 'key'])
        .where(isDue)
        .orderBy('remove_at')
        .limit(limit)
        .as('due'),
    )
    .select(({ fn }) => ['workspace_id', fn.agg<string[]>('array_agg', ['key']).as('keys')])
    .groupBy('workspace_id')
    .execute()
  const taken: StoredObject[] = []
  for (const { workspace_id: workspaceId, keys } of found) {
    const rows = await tables
      .updateTable('stored_objects')
      .set(({ eb }) => ({
        is_deleting: true,
        attempts: eb('attempts', '+', 1),
        remove_at: sql<string>`now()
          + least(interval '30 seconds' * power(2, least(${eb.ref('attempts')}, 10)), interval '1 hour')`,
      }))
      .where('workspace_id', '=', workspaceId)
      .where('key', 'in', ({ selectFrom }) =>
        selectFrom('stored_objects')
          .select('stored_objects.key')
          .where('stored_objects.workspace_id', '=', workspaceId)
          .where('stored_objects.key', '=', sql<string>`any(${keys}::text[])`)
          .where(isDue)
          .forUpdate()
          .skipLocked(),
      )
      .returning('key')
      .execute()
    taken.push(...rows.map(({ key }) => ({ workspaceId, key })))
  }
  return taken
}

/** Deletes the row of an object whose bytes are gone. */
export async function deleteObjectRow<D>(db: Kysely<D>, { workspaceId, key }: StoredObject): Promise<void> {
  await fileTables(db)
    .deleteFrom('stored_objects')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .where('is_deleting', '=', true)
    .execute()
}
