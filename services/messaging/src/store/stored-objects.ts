import { removeStoredFiles } from '@parley/contracts/messages/jobs'
import { expressionBuilder, type QueryCreator, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'

/** An object in the file storage. */
export interface StoredObject {
  workspaceId: string
  key: string
}

/** How long an upload may take from its first byte in the storage to its last. */
const writingTime = sql`interval '1 hour'`

/** Registers objects before they are written: they are removed unless a file refers to them within the hour. */
export async function registerObjects(db: Db, workspaceId: string, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await db
    .insertInto('stored_objects')
    .values(keys.map((key) => ({ workspace_id: workspaceId, key, remove_at: sql<string>`now() + ${writingTime}` })))
    .execute()
}

/** Marks objects for deletion that no file refers to, even if they have been removed already. */
export async function markForDeletion(db: Db, workspaceId: string, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await db
    .with('due', (db) =>
      db
        .insertInto('stored_objects')
        .values(keys.map((key) => ({ workspace_id: workspaceId, key, remove_at: sql<string>`now()` })))
        .onConflict((conflict) =>
          conflict
            .columns(['workspace_id', 'key'])
            .doUpdateSet((to) => ({ remove_at: to.ref('excluded.remove_at') }))
            .where('stored_objects.remove_at', 'is not', null),
        )
        .returning('key'),
    )
    .with('job', (db) => insertRemoval(db))
    .selectFrom('due')
    .select('key')
    .execute()
}

/** One job of removing bytes, if the statement has found any that are due. */
export const insertRemoval = (db: QueryCreator<DB & { due: { key: string } }>) =>
  db
    .insertInto('outbox')
    .columns(['kind', 'name', 'payload'])
    .expression(({ selectFrom }) =>
      selectFrom('due')
        .select([
          sql.lit('job').as('kind'),
          sql.lit(removeStoredFiles.name).as('name'),
          sql<string>`'{}'::json`.as('payload'),
        ])
        .limit(sql.lit(1)),
    )

/**
 * Takes up to so many objects that are due, for good: no file can refer to them any more. Later ones come back. They are
 * found without a lock, and locked within their workspaces.
 */
export async function takeDueObjects(db: Db, limit: number): Promise<StoredObject[]> {
  const isDue = expressionBuilder<DB, 'stored_objects'>()('stored_objects.remove_at', '<=', sql<string>`now()`)
  const found = await db
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
    const rows = await db
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
export async function deleteObjectRow(db: Db, { workspaceId, key }: StoredObject): Promise<void> {
  await db
    .deleteFrom('stored_objects')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .where('is_deleting', '=', true)
    .execute()
}
