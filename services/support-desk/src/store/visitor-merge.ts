import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { withAnonymous } from '../domain/merged-visitor.ts'
import { addToCounts, deleteVisitorRow } from './visitors.ts'
import type { VisitorRow } from './visits.ts'

/** Moves what a visitor has written, and sent, to another; both are locked, and so are the conversations that it is in. */
export async function moveWritten(
  tx: Db,
  { workspace_id: workspaceId, id: from }: VisitorRow,
  to: string,
  rows: readonly ConversationRow[],
): Promise<void> {
  await tx
    .updateTable('files')
    .set({ place_id: to, uploader_id: to })
    .where('workspace_id', '=', workspaceId)
    .where('place_id', '=', from)
    .execute()
  if (rows.length === 0) return
  await tx
    .updateTable('messages')
    .set({ sender_id: to })
    .where('workspace_id', '=', workspaceId)
    .where(
      'conversation_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('sender_type', '=', 'VISITOR')
    .execute()
  // Nobody follows what was merged into another: its row alone says whose it is.
  await tx
    .updateTable('conversations')
    .set({ visitor_id: to })
    .where('workspace_id', '=', workspaceId)
    .where('visitor_id', '=', from)
    .where('merged_into', 'is not', null)
    .execute()
}

/**
 * Deletes a locked visitor who has no conversations any more, and adds what the desk knows of them to another, who is
 * locked; how that one is now.
 */
export async function mergeRows(tx: Db, anonymous: VisitorRow, proven: VisitorRow): Promise<VisitorRow> {
  const { workspace_id: workspaceId } = proven
  await deleteVisitorRow(tx, workspaceId, anonymous.id)
  const { pages, ...merged } = withAnonymous(proven, anonymous)
  const row = await tx
    .updateTable('visitors')
    .set({ ...merged, pages: JSON.stringify(pages) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', proven.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  // Who had come back, and who has by now: the two are one, with the visits of both.
  const returning = [anonymous, proven].filter(({ visits }) => visits > 1).length
  await addToCounts(tx, workspaceId, { total: -1, returning: 1 - returning })
  return row
}
