import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { moveMailThread } from './mail-threads.ts'

type Locked = Pick<
  ConversationRow,
  'workspace_id' | 'id' | 'seq' | 'rev' | 'last_message_seq' | 'resolutions' | 'hidden_revs'
>

/** Locks the visitor of a conversation before it: what they write meanwhile goes where it was merged into. */
export async function lockVisitorOf(tx: Db, workspaceId: string, id: string): Promise<void> {
  await tx
    .selectFrom('visitors')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', ({ selectFrom }) =>
      selectFrom('conversations').select('visitor_id').where('workspace_id', '=', workspaceId).where('id', '=', id),
    )
    .forNoKeyUpdate()
    .execute()
}

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
 * Moves all that is kept of a locked conversation to another that is locked: numbers of rows and changes go on behind its
 * last, those of resolutions too. The rows of both are left to `saveDrafts`.
 */
export async function moveRows(tx: Db, row: Locked, other: Locked): Promise<void> {
  const { workspace_id: workspaceId, id } = row
  await moveMailThread(tx, row, other)
  await tx
    .updateTable('messages')
    .set(({ eb, ref }) => ({
      conversation_id: id,
      seq: eb(ref('seq'), '+', row.seq),
      rev: eb(ref('rev'), '+', row.rev),
      hidden_revs: eb(ref('hidden_revs'), '+', row.hidden_revs),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', other.id)
    .execute()
  await tx
    .updateTable('notes')
    .set(({ eb, ref }) => ({
      conversation_id: id,
      seq: eb(ref('seq'), '+', row.seq),
      rev: eb(ref('rev'), '+', row.rev),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', other.id)
    .execute()
  for (const table of ['search_documents', 'search_queue'] as const)
    await tx
      .updateTable(table)
      .set(({ eb, ref }) => ({
        conversation_id: id,
        seq: eb(ref('seq'), '+', row.seq),
        note_rev: sql<number>`case when note_rev > 0 then note_rev + ${row.rev}::bigint else 0 end`,
      }))
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
}
