import type { ToolChange } from '@parley/contracts/tools/tools'
import type { Db } from '../context.ts'

export type ToolAction =
  | 'policy.set'
  | 'server.created'
  | 'server.updated'
  | 'server.deleted'
  | 'approval.requested'
  | 'approval.approved'
  | 'approval.denied'
  | 'approval.expired'
  | 'approval.cancelled'

/** A line of the audit trail. */
export interface NewToolChange {
  workspaceId: string
  /** Null where it happened by itself. */
  userId: string | null
  action: ToolAction
  subject: string
  details: Readonly<Record<string, unknown>>
}

/** Adds to the audit trail, in the transaction that makes it true. */
export async function addToolChanges(tx: Db, changes: readonly NewToolChange[]): Promise<void> {
  if (changes.length === 0) return
  await tx
    .insertInto('tool_changes')
    .values(
      changes.map(({ workspaceId, userId, action, subject, details }) => ({
        workspace_id: workspaceId,
        user_id: userId,
        action,
        subject,
        details: JSON.stringify(details),
      })),
    )
    .execute()
}

/** The audit trail, newest first. */
export async function listChanges(
  db: Db,
  workspaceId: string,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<ToolChange[]> {
  return db
    .selectFrom('tool_changes')
    .select(['id', 'user_id', 'action', 'subject', 'details', 'at'])
    .where('workspace_id', '=', workspaceId)
    .$if(before !== undefined, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .$narrowType<{ details: ToolChange['details'] }>()
    .execute()
}
