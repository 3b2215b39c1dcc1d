import type { WorkspaceDeletion } from '@parley/contracts/identity/workspace-deletions'
import { sql } from 'kysely'
import type { Db } from '../db.ts'

/** Has a workspace deleted after so many minutes; one that is to be deleted already stays as it is. */
export async function insertDeletion(
  tx: Db,
  { workspaceId, requestedBy, graceMinutes }: { workspaceId: string; requestedBy: string; graceMinutes: number },
): Promise<{ isNew: boolean }> {
  const inserted = await tx
    .insertInto('workspace_deletions')
    .values({
      workspace_id: workspaceId,
      requested_by: requestedBy,
      deletes_at: sql<string>`now() + make_interval(mins => ${graceMinutes}::int)`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('workspace_id')
    .executeTakeFirst()
  return { isNew: inserted !== undefined }
}

/** Keeps a workspace whose deletion has not begun; false where there is none. */
export async function cancelDeletion(tx: Db, workspaceId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('workspace_deletions')
    .where('workspace_id', '=', workspaceId)
    .where('started_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** How a deletion stands, and who has asked for it. */
export async function findDeletion(
  db: Db,
  workspaceId: string,
): Promise<{ deletion: WorkspaceDeletion; requestedBy: string } | undefined> {
  const row = await db
    .selectFrom('workspace_deletions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  if (!row) return undefined
  const copies = await db
    .selectFrom('purged_copies')
    .select(['service', 'kind', 'count'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('service')
    .orderBy('kind')
    .execute()
  const { requested_by: requestedBy, requested_at, deletes_at, started_at, completed_at } = row
  const state = completed_at !== null ? 'done' : started_at !== null ? 'running' : 'scheduled'
  return { deletion: { workspace_id: workspaceId, state, requested_at, deletes_at, completed_at, copies }, requestedBy }
}

/** After how long a deletion whose jobs have not ended has them queued again: Redis may have lost them. */
const requeuedAfter = sql`interval '15 minutes'`
const maxDue = 20

/** Workspaces whose deletion is due, or has been running for long, the oldest first. */
export async function listDue(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('workspace_deletions')
    .select('workspace_id')
    .where('completed_at', 'is', null)
    .where('deletes_at', '<=', sql<string>`now()`)
    .where((is) => is.or([is('queued_at', 'is', null), is('queued_at', '<', sql<string>`now() - ${requeuedAfter}`)]))
    .orderBy('deletes_at')
    .limit(maxDue)
    .execute()
  return rows.map(({ workspace_id }) => workspace_id)
}

/** Begins a deletion that is due: from then on nobody can restore the workspace. False where it was restored meanwhile. */
export async function beginDeletion(db: Db, workspaceId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('workspace_deletions')
    .set({ started_at: sql<string>`coalesce(started_at, now())` })
    .where('workspace_id', '=', workspaceId)
    .where('deletes_at', '<=', sql<string>`now()`)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export async function noteQueued(tx: Db, workspaceId: string): Promise<void> {
  await tx
    .updateTable('workspace_deletions')
    .set({ queued_at: sql<string>`now()` })
    .where('workspace_id', '=', workspaceId)
    .execute()
}

/** Whether a deletion has begun and not ended. */
export async function isRunning(db: Db, workspaceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('workspace_deletions')
    .select('workspace_id')
    .where('workspace_id', '=', workspaceId)
    .where('started_at', 'is not', null)
    .where('completed_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Memberships that one transaction deletes. */
const membersAtOnce = 500

/** Deletes some memberships with their sessions and keys, and all invitations; returns whose they were. */
export async function deleteSomeMembers(tx: Db, workspaceId: string): Promise<string[]> {
  await tx.deleteFrom('invitations').where('workspace_id', '=', workspaceId).execute()
  const rows = await tx
    .deleteFrom('members')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', 'in', (of) =>
      of
        .selectFrom('members as some')
        .select('some.user_id')
        .where('some.workspace_id', '=', workspaceId)
        .limit(membersAtOnce),
    )
    .returning('user_id')
    .execute()
  return rows.map(({ user_id }) => user_id)
}

/** Deletes the workspace itself, of which nothing else is left, and ends its deletion. */
export async function deleteWorkspaceRow(tx: Db, workspaceId: string): Promise<void> {
  await tx.deleteFrom('invitation_mails').where('counted_for', '=', workspaceId).execute()
  await tx.deleteFrom('workspaces').where('id', '=', workspaceId).execute()
  await tx
    .updateTable('workspace_deletions')
    .set({ completed_at: sql<string>`now()` })
    .where('workspace_id', '=', workspaceId)
    .execute()
}
