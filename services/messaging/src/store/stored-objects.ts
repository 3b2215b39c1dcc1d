import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** An object in the file storage. */
export interface StoredObject {
  workspaceId: string
  key: string
}

/** How long an upload may take from its first byte in the storage to its last. */
const writingTime = sql`interval '1 hour'`

/** Records objects before they are written, so that they are removed unless files refer to them within the hour. */
export async function announceObjects(db: Db, workspaceId: string, keys: string[]): Promise<void> {
  await sql`
    insert into stored_objects (workspace_id, key, remove_at)
    select ${workspaceId}, key, now() + ${writingTime} from unnest(${keys}::text[]) key`.execute(db)
}

/** Has objects removed that no file came to refer to, even such as have been removed already. */
export async function abandonObjects(db: Db, workspaceId: string, keys: string[]): Promise<void> {
  await sql`
    with abandoned as (
      insert into stored_objects as o (workspace_id, key, remove_at)
      select ${workspaceId}, key, now() from unnest(${keys}::text[]) key
      on conflict (workspace_id, key) do update set remove_at = excluded.remove_at where o.remove_at is not null
      returning key
    )
    insert into outbox (kind, name, payload)
    select 'job', 'remove-stored-files', '{}' from abandoned limit 1`.execute(db)
}

/**
 * Takes up to so many objects that are due, for good: no file can refer to them any more. Later ones come back. They are
 * found without a lock, and locked within their workspaces.
 */
export async function takeDueObjects(db: Db, limit: number): Promise<StoredObject[]> {
  const { rows: found } = await sql<{ workspace_id: string; keys: string[] }>`
    select workspace_id, array_agg(key) as keys
    from (select workspace_id, key from stored_objects where remove_at <= now() order by remove_at limit ${limit}) due
    group by workspace_id`.execute(db)
  const taken: StoredObject[] = []
  for (const { workspace_id: workspaceId, keys } of found) {
    const { rows } = await sql<{ key: string }>`
      update stored_objects o set is_deleting = true, attempts = o.attempts + 1,
        remove_at = now() + least(interval '30 seconds' * power(2, least(o.attempts, 10)), interval '1 hour')
      where o.workspace_id = ${workspaceId} and o.key in (
        select due.key from stored_objects due
        where due.workspace_id = ${workspaceId} and due.key = any(${keys}::text[]) and due.remove_at <= now()
        for update skip locked)
      returning o.key`.execute(db)
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
