import type { Site } from '@parley/contracts/desk/sites'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

const columns = ['id', 'name', 'domain', 'created_at as createdAt', 'updated_at as updatedAt'] as const

/** A workspace's sites, by name. */
export async function listSites(db: Db, workspaceId: string): Promise<Site[]> {
  return db
    .selectFrom('sites')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

export async function findSite(db: Db, workspaceId: string, id: string): Promise<Site | undefined> {
  return db
    .selectFrom('sites')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** How many sites there are, and whose the domain is. */
export async function countSites(
  tx: Db,
  workspaceId: string,
  domain: string,
): Promise<{ count: number; holder: string | null }> {
  return tx
    .selectFrom('sites')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .select(sql<string | null>`max(id::text) filter (where domain = ${domain})`.as('holder'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
}

export async function insertSite(
  tx: Db,
  workspaceId: string,
  { name, domain }: { name: string; domain: string },
): Promise<Site> {
  return tx
    .insertInto('sites')
    .values({ workspace_id: workspaceId, name, domain })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Changes a site that is there. */
export async function updateSite(
  tx: Db,
  workspaceId: string,
  id: string,
  { name, domain }: { name: string; domain: string },
): Promise<Site> {
  return tx
    .updateTable('sites')
    .set({ name, domain, updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Removes a site and returns its name; undefined where there is none. */
export const deleteSite = (db: Db, workspaceId: string, id: string) =>
  db
    .deleteFrom('sites')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
