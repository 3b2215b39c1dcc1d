import type { Db } from '../../db.ts'

/** As it is stored: what was chosen. */
export type Chosen = Record<string, unknown>

/** What a person has chosen in every workspace, locked until the transaction ends. */
export async function lockPreferences(tx: Db, userId: string): Promise<Chosen> {
  await tx
    .insertInto('user_preferences')
    .values({ user_id: userId, preferences: '{}' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { preferences } = await tx
    .selectFrom('user_preferences')
    .select('preferences')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return preferences as Chosen
}

/** Stores what a person has chosen in every workspace. Call with it locked. */
export async function updatePreferences(tx: Db, userId: string, preferences: Chosen): Promise<void> {
  await tx
    .updateTable('user_preferences')
    .set({ preferences: JSON.stringify(preferences) })
    .where('user_id', '=', userId)
    .execute()
}

/** Stores a person's sidebar of a workspace. Call with their preferences locked. */
export async function upsertSidebar(
  tx: Db,
  who: { workspaceId: string; userId: string },
  sidebar: Chosen,
): Promise<void> {
  await tx
    .insertInto('sidebars')
    .values({ workspace_id: who.workspaceId, user_id: who.userId, preferences: JSON.stringify(sidebar) })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'user_id'])
        .doUpdateSet((given) => ({ preferences: given.ref('excluded.preferences') })),
    )
    .execute()
}

/** What a person has chosen in every workspace, and for a workspace's sidebar. */
export async function findPreferences(
  db: Db,
  who: { workspaceId: string; userId: string },
): Promise<{ own: Chosen; sidebar: Chosen }> {
  const found = await db
    .selectFrom('members as m')
    .leftJoin('user_preferences as p', 'p.user_id', 'm.user_id')
    .leftJoin('sidebars as s', (join) =>
      join.onRef('s.workspace_id', '=', 'm.workspace_id').onRef('s.user_id', '=', 'm.user_id'),
    )
    .select(['p.preferences as own', 's.preferences as sidebar'])
    .where('m.workspace_id', '=', who.workspaceId)
    .where('m.user_id', '=', who.userId)
    .executeTakeFirst()
  return { own: (found?.own ?? {}) as Chosen, sidebar: (found?.sidebar ?? {}) as Chosen }
}

/** A person's sidebars in all their workspaces. */
export async function listSidebars(db: Db, userId: string): Promise<{ workspaceId: string; sidebar: Chosen }[]> {
  const rows = await db
    .selectFrom('members as m')
    .leftJoin('sidebars as s', (join) =>
      join.onRef('s.workspace_id', '=', 'm.workspace_id').onRef('s.user_id', '=', 'm.user_id'),
    )
    .select(['m.workspace_id', 's.preferences'])
    .where('m.user_id', '=', userId)
    .execute()
  return rows.map((row) => ({ workspaceId: row.workspace_id, sidebar: (row.preferences ?? {}) as Chosen }))
}
