import type { Label } from '@parley/contracts/desk/labels'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

const columns = ['id', 'name', 'color', 'created_at as createdAt', 'updated_at as updatedAt'] as const

const labelsOf = (db: Db, workspaceId: string) =>
  db.selectFrom('labels').select(columns).where('workspace_id', '=', workspaceId)

/** A workspace's labels, by name. */
export async function listLabels(db: Db, workspaceId: string): Promise<Label[]> {
  return labelsOf(db, workspaceId).orderBy('name').orderBy('id').execute()
}

export async function findLabel(db: Db, workspaceId: string, id: string): Promise<Label | undefined> {
  return labelsOf(db, workspaceId).where('id', '=', id).executeTakeFirst()
}

/** Those of these ids that are a label's, which is not removed before the transaction ends. */
export async function listLabelIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('labels')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .forKeyShare()
    .execute()
  return rows.map(({ id }) => id)
}

export async function insertLabel(
  tx: Db,
  workspaceId: string,
  { name, color }: { name: string; color: string },
): Promise<Label> {
  return tx
    .insertInto('labels')
    .values({ workspace_id: workspaceId, name, color })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Changes a label that is there; what is undefined stays. */
export async function updateLabel(
  tx: Db,
  workspaceId: string,
  id: string,
  { name, color }: { name?: string | undefined; color?: string | undefined },
): Promise<Label> {
  return tx
    .updateTable('labels')
    .set({ name, color, updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Removes a label and returns its name; undefined where there is none. */
export const deleteLabel = (db: Db, workspaceId: string, id: string) =>
  db
    .deleteFrom('labels')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
