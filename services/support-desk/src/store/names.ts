import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** How many labels or teams a workspace has, and which of them has this name, in either case. */
export async function countNamed(
  tx: Db,
  table: 'labels' | 'teams',
  workspaceId: string,
  name: string,
): Promise<{ count: number; holder: string | null }> {
  return tx
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .select(sql<string | null>`max(id::text) filter (where lower(name) = lower(${name}))`.as('holder'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
}
