import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Conversations whose time has come, of all workspaces, longest ago first. */
export async function findDueSnoozes(db: Db, max: number): Promise<{ workspaceId: string; id: string }[]> {
  return db
    .selectFrom('conversations')
    .select(['workspace_id as workspaceId', 'id'])
    .where('snoozed_until', '<=', sql<string>`now()`)
    .orderBy('snoozed_until')
    .limit(max)
    .execute()
}

/** Whether its time has come by the database's clock, of a conversation that is locked. */
export async function isDue(tx: Db, snoozedUntil: string): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`select ${snoozedUntil}::timestamptz <= now() as due`.execute(tx)
  return rows[0]!.due
}
