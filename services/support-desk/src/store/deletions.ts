import { conversationDeleted } from '@parley/contracts/desk/events'
import { rooms } from '@parley/contracts/event'
import { encodeId } from '@parley/contracts/type-id'
import { deleteFilesOfHolders } from '@parley/files/store/deletions'
import { deleteAnswersAbout } from '@parley/kit/idempotency'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { moveCounts } from './conversation-counts.ts'
import { cancelMails } from './mail-threads.ts'

/**
 * Deletes locked conversations of a workspace with all that belongs to them: messages, notes, files, ratings, mails that have
 * not gone out, and answers that are kept to be replayed. Call `files.sweep` after the commit.
 */
export async function deleteConversations(
  tx: Db,
  workspaceId: string,
  rows: readonly ConversationRow[],
  trace: Trace,
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await deleteFilesOfHolders(tx, { workspaceId, holderIds: await findFileHolders(tx, workspaceId, ids) })
  for (const id of new Set(rows.flatMap((row) => [row.id, row.visitor_id]))) await deleteAnswersAbout(tx, id)
  await cancelMails(tx, workspaceId, ids, trace)
  await tx.deleteFrom('conversations').where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute()
  await insertEvents(
    tx,
    rows.map(({ id, visitor_id: visitorId }) => ({
      event: conversationDeleted,
      workspaceId,
      feedId: id,
      rooms: [rooms.desk(workspaceId), rooms.visitor(workspaceId, visitorId)],
      data: { id: encodeId('cnv', id) },
    })),
    trace,
  )
  await moveCounts(
    tx,
    workspaceId,
    rows.map((before) => ({ before, after: undefined })),
  )
}

async function findFileHolders(tx: Db, workspaceId: string, conversationIds: string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('messages')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', 'in', conversationIds)
    .where('message_type', '=', 'FILE')
    .execute()
  return rows.map(({ id }) => id)
}
