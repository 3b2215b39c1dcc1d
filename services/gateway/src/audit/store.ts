import type { AuditEntry } from '@parley/contracts/audit/audit-log'
import { sql } from 'kysely'
import type { Db } from '../db.ts'

/** Which entries are wanted. */
export interface AuditFilters {
  action?: string | undefined
  actor?: string | undefined
  target?: string | undefined
  since?: string | undefined
  until?: string | undefined
}

/** The entries of a workspace, the newest first, after the one that `before` names if it is given. */
export async function listEntries(
  db: Db,
  workspaceId: string,
  { action, actor, target, since, until }: AuditFilters,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<AuditEntry[]> {
  const [area] = action?.split('.') ?? []
  const rows = await db
    .selectFrom('audit_entries as e')
    .leftJoin('users as u', 'u.id', 'e.actor_id')
    .selectAll('e')
    .select(['u.name', 'u.email', sql<string>`parley.iso(uuid_extract_timestamp(e.id))`.as('at')])
    .where('e.workspace_id', '=', workspaceId)
    .$if(area !== undefined, (query) => query.where('e.target_type', '=', area!))
    .$if(action !== area, (query) => query.where('e.action', '=', action!))
    .$if(actor !== undefined, (query) => query.where('e.actor_id', '=', actor!))
    .$if(target !== undefined, (query) => query.where('e.target_id', '=', target!))
    .$if(since !== undefined, (query) => query.where('e.id', '>=', firstIdAt(Date.parse(since!))))
    .$if(until !== undefined, (query) => query.where('e.id', '<', firstIdAt(Date.parse(until!))))
    .$if(before !== undefined, (query) => query.where('e.id', '<', before!))
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(
    ({ actor_id, credential, credential_id, name, email, target_type, target_id, target_name, ...row }) => ({
      ...row,
      actor: { user_id: actor_id, name, email, credential, credential_id },
      target: { type: target_type, id: target_id, name: target_name },
    }),
  )
}

/** Entries that one statement deletes. */
const maxDeleted = 1_000

/** Deletes entries that are older than so many days, the oldest first; returns whether there may be more. */
export async function deleteOldEntries(db: Db, days: number): Promise<boolean> {
  const end = firstIdAt(Date.now() - days * 86_400_000)
  const { numDeletedRows } = await db
    .deleteFrom('audit_entries as e')
    .using((query) =>
      query
        .selectFrom('audit_entries')
        .select(['workspace_id', 'id'])
        .where('id', '<', end)
        .orderBy('id')
        .limit(maxDeleted)
        .as('old'),
    )
    .whereRef('e.workspace_id', '=', 'old.workspace_id')
    .whereRef('e.id', '=', 'old.id')
    .executeTakeFirstOrThrow()
  return numDeletedRows === BigInt(maxDeleted)
}

/** The least UUID (version 7) that is made at a time, in milliseconds since 1970. */
const firstIdAt = (timeMs: number): string => {
  const hex = Math.trunc(timeMs).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`
}
