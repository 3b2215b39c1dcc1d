import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { moveMailThread } from './mail-threads.ts'

type Locked = Pick<ConversationRow, 'workspace_id' | 'id' | 'seq' | 'rev' | 'last_message_seq' | 'resolutions'>

/** The conversations that were merged into one, to be locked with it. */
export async function listMerged(db: Db, workspaceId: string, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('conversations')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('merged_into', '=', id)
    .execute()
  return rows.map((row) => row.id)
}

/** In which of two conversations the last message was written. */
export async function findNewer(tx: Db, row: Locked, other: Locked): Promise<string | undefined> {
  const found = await tx
    .selectFrom('messages')
    .select('id')
    .where('workspace_id', '=', row.workspace_id)
    .where('conversation_id', '=', row.id)
    .where('seq', 'in', [row.last_message_seq, row.seq + other.last_message_seq])
    .select('seq')
    .orderBy('created_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return found && (found.seq > row.seq ? other.id : row.id)
}

/**
 * Moves all that is kept of a locked conversation to another that is locked: numbers of messages and notes go on behind its
 * last, those of resolutions too.
 */
export async function moveRows(tx: Db, row: Locked, other: Locked): Promise<void> {
  const { workspace_id: workspaceId, id } = row
  await moveMailThread(tx, row, other)
  for (const table of ['messages', 'notes'] as const)
    await tx
      .updateTable(table)
      .set(({ eb, ref }) => ({
        conversation_id: id,
        seq: eb(ref('seq'), '+', row.seq),
        // Rows and nothing else have numbers, so that each has a change of its own.
        rev: eb(ref('seq'), '+', row.rev),
      }))
      .where('workspace_id', '=', workspaceId)
      .where('conversation_id', '=', other.id)
      .execute()
  for (const table of ['search_documents', 'search_queue'] as const)
    await tx
      .updateTable(table)
      .set(({ eb, ref }) => ({ conversation_id: id, seq: eb(ref('seq'), '+', row.seq) }))
      .where('workspace_id', '=', workspaceId)
      .where('conversation_id', '=', other.id)
      .execute()
  await tx
    .updateTable('files')
    .set({ place_id: id })
    .where('workspace_id', '=', workspaceId)
    .where('place_id', '=', other.id)
    .execute()
  await tx
    .updateTable('ratings')
    .set(({ eb, ref }) => ({ conversation_id: id, resolution: eb(ref('resolution'), '+', row.resolutions) }))
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', other.id)
    .execute()
  await tx
    .updateTable('inbound_mails')
    .set({ conversation_id: id })
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', other.id)
    .execute()
  // What was merged into the other is in this one now. Locked before: `listMerged`.
  await tx
    .updateTable('conversations')
    .set({ merged_into: id })
    .where('workspace_id', '=', workspaceId)
    .where('merged_into', '=', other.id)
    .execute()
  // Since when, and behind which number, there are rows that are older than their place. Of merges that follow each other
  // soon it is the first, see `conversation_position`.
  await tx
    .updateTable('conversations')
    .set({
      moved_at: sql`now()`,
      moved_after_seq: sql`case when moved_at > now() - interval '2 minutes' then moved_after_seq else ${row.seq} end`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
  await tx
    .updateTable('conversations')
    .set({ analysis: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', other.id)
    .execute()
}
