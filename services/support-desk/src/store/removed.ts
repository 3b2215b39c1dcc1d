import { type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'

/** A label, team or attribute that was removed. */
interface Removed {
  workspaceId: string
  id: string
}

/** Rows that one transaction looks at. */
const atOnce = 500

/** The last of a full page of ids, behind which there may be others. */
const lastOf = (page: readonly { id: string }[]): string | undefined =>
  page.length < atOnce ? undefined : page.at(-1)!.id

const conversationsAfter = (tx: Db, workspaceId: string, after: string | undefined) =>
  tx
    .selectFrom('conversations')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .$if(after !== undefined, (query) => query.where('id', '>', after!))
    .orderBy('id')
    .limit(atOnce)
    .forUpdate()

/**
 * Takes a label from the next of the conversations that have it. Their resources show it no longer, so that no `rev` of
 * theirs is another.
 *
 * @returns behind which conversation to go on; undefined where that was all
 */
export async function forgetLabel(tx: Db, { workspaceId, id }: Removed, after?: string): Promise<string | undefined> {
  const page = await conversationsAfter(tx, workspaceId, after)
    // As the index has them.
    .where(sql<SqlBool>`label_ids <> '{}' and label_ids @> array[${id}::uuid]`)
    .execute()
  if (page.length > 0)
    await tx
      .updateTable('conversations')
      .set({ label_ids: sql`array_remove(label_ids, ${id}::uuid)` })
      .where('workspace_id', '=', workspaceId)
      .where(
        'id',
        'in',
        page.map((row) => row.id),
      )
      .execute()
  return lastOf(page)
}

/** As `forgetLabel`, for the team that conversations wait for. */
export async function forgetTeam(tx: Db, { workspaceId, id }: Removed, after?: string): Promise<string | undefined> {
  const page = await conversationsAfter(tx, workspaceId, after).where('team_id', '=', id).execute()
  if (page.length > 0)
    await tx
      .updateTable('conversations')
      .set({ team_id: null })
      .where('workspace_id', '=', workspaceId)
      .where(
        'id',
        'in',
        page.map((row) => row.id),
      )
      .execute()
  return lastOf(page)
}

/** As `forgetLabel`, for what the next of the workspace's visitors have of an attribute. */
export async function forgetAttribute(
  tx: Db,
  { workspaceId, id }: Removed,
  after?: string,
): Promise<string | undefined> {
  const page = await tx
    .selectFrom('visitors')
    .select(['id', sql<boolean>`attributes ? ${id}`.as('hasIt')])
    .where('workspace_id', '=', workspaceId)
    .$if(after !== undefined, (query) => query.where('id', '>', after!))
    .orderBy('id')
    .limit(atOnce)
    .forUpdate()
    .execute()
  const having = page.filter(({ hasIt }) => hasIt)
  if (having.length > 0)
    await tx
      .updateTable('visitors')
      .set({ attributes: sql`attributes - ${id}` })
      .where('workspace_id', '=', workspaceId)
      .where(
        'id',
        'in',
        having.map((row) => row.id),
      )
      .execute()
  return lastOf(page)
}
