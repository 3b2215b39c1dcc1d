import { sql } from 'kysely'
import type { Db } from '../../context.ts'

/** Ends an answer that never began. */
export async function endAnswer(
  tx: Db,
  { workspaceId, messageId, twinId }: { workspaceId: string; messageId: string; twinId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('twin_answers')
    .set({ status: 'over' })
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .where('twin_id', '=', twinId)
    .where('status', '<>', 'over')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends the answer that a run was writing, and returns it, if the run was begun for a message of a channel's. */
export const endAnswerOfRun = (tx: Db, workspaceId: string, runId: string) =>
  tx
    .updateTable('twin_answers')
    .set({ status: 'over' })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .where('status', '=', 'running')
    .returning(['hops', 'is_cancelled', 'context_changed', 'is_bridged'])
    .executeTakeFirst()

/** Ends answers that are being written by no run any more: as long as one is, its twin begins no other in the channel. */
export async function endAbandonedAnswers(db: Db): Promise<void> {
  await sql`
    update twin_answers a set status = 'over'
    where a.status = 'running' and not exists (
      select from runs r where r.workspace_id = a.workspace_id and r.id = a.run_id and r.ended_at is null)`.execute(db)
}

/** Notes that something that a run had read is another by now, or gone. */
export async function markContextChanged(db: Db, workspaceId: string, runId: string): Promise<void> {
  await db
    .updateTable('twin_answers')
    .set({ context_changed: true })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .where('context_changed', '=', false)
    .execute()
}

/** Which answers are to be cancelled. */
export type Cancelled =
  | { channelId: string; twinId?: string; userId?: string }
  | { twinId: string }
  | { messageId: string }

const answersIn = (
  which: Cancelled,
): { channel_id?: string; twin_id?: string; user_id?: string; message_id?: string } => ({
  ...('userId' in which && which.userId !== undefined && { user_id: which.userId }),
  ...('channelId' in which && { channel_id: which.channelId }),
  ...('twinId' in which && which.twinId !== undefined && { twin_id: which.twinId }),
  ...('messageId' in which && { message_id: which.messageId }),
})

/** Ends answers that are not begun yet. */
export async function cancelWaiting(tx: Db, workspaceId: string, which: Cancelled): Promise<void> {
  await tx
    .updateTable('twin_answers')
    .set({ status: 'over', is_cancelled: true })
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'waiting')
    .where((of) => of.and(answersIn(which)))
    .execute()
}

/** The runs of answers that are being written. */
export async function findRunsOf(tx: Db, workspaceId: string, which: Cancelled): Promise<string[]> {
  const running = await tx
    .selectFrom('twin_answers')
    .select('run_id')
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'running')
    .where((of) => of.and(answersIn(which)))
    .execute()
  return running.flatMap(({ run_id }) => run_id ?? [])
}

/** Has what runs are writing posted nowhere, if they have not ended. */
export async function cancelRunning(tx: Db, workspaceId: string, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return
  await tx
    .updateTable('twin_answers')
    .set({ is_cancelled: true })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', 'in', [...runIds])
    .where('status', '=', 'running')
    .execute()
}

/**
 * Deletes answers that are over for a day: by then no message of theirs is answered, being too old.
 *
 * @returns whether there may be more
 */
export async function deleteOldAnswers(db: Db, limit = 1_000): Promise<boolean> {
  const { rows } = await sql`
    delete from twin_answers a using (
      select workspace_id, message_id, twin_id from twin_answers
      where status = 'over' and created_at < now() - interval '1 day' order by created_at limit ${limit}) old
    where a.workspace_id = old.workspace_id and a.message_id = old.message_id and a.twin_id = old.twin_id
    returning 1`.execute(db)
  return rows.length === limit
}
