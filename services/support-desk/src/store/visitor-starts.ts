import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Writes what searches for a locked visitor begin with, after their `search_text` has changed. */
export async function writeStarts(tx: Db, workspaceId: string, visitorId: string): Promise<void> {
  const made = sql`(
    select made.start, made.is_name from visitors v, starts_of(v.search_text) made
    where v.workspace_id = ${workspaceId} and v.id = ${visitorId})`
  await tx
    .deleteFrom('visitor_starts')
    .where('workspace_id', '=', workspaceId)
    .where('visitor_id', '=', visitorId)
    .where('start', 'not in', sql<string>`(select start from ${made} kept)`)
    .execute()
  await sql`
    insert into visitor_starts as s (workspace_id, visitor_id, start, is_name)
    select ${workspaceId}, ${visitorId}, start, is_name from ${made} made
    on conflict (workspace_id, visitor_id, start) do update set is_name = excluded.is_name
    where s.is_name <> excluded.is_name`.execute(tx)
}
