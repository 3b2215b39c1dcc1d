import { conversationDeleted } from '@parley/contracts/desk/events'
import { rooms } from '@parley/contracts/event'
import { encodeId } from '@parley/contracts/type-id'
import { eraseFiles } from '@parley/files/store/deletions'
import { deleteAnswersAbout } from '@parley/kit/idempotency'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { moveCounts } from './conversation-counts.ts'
import type { CopyCounts } from './erasures.ts'
import { cancelMails } from './mail-threads.ts'

/** What was deleted, and the keys of the stored objects whose bytes are to go after the commit. */
export interface Deleted {
  counts: CopyCounts
  conversationIds: string[]
  objectKeys: string[]
}

/**
 * Deletes locked conversations of a workspace, and those that were merged into them, with all that belongs to them: messages,
 * notes, files, ratings, mails that have not gone out, and answers that are kept to be replayed. Call `files.sweep` after
 * the commit.
 */
export async function deleteConversations(
  tx: Db,
  workspaceId: string,
  named: readonly ConversationRow[],
  trace: Trace,
): Promise<Deleted> {
  if (named.length === 0) return { counts: {}, conversationIds: [], objectKeys: [] }
  const rows = await withMerged(tx, workspaceId, named)
  const ids = rows.map(({ id }) => id)
  const holderIds = await findFileHolders(tx, workspaceId, ids)
  const files = await eraseFiles(tx, { workspaceId, holderIds, placeIds: ids })
  let answers = 0
  for (const id of new Set(rows.flatMap((row) => [row.id, row.visitor_id]))) answers += await deleteAnswersAbout(tx, id)
  await cancelMails(tx, workspaceId, ids, trace)
  // Counted one by one: the conversations' rows would take them along.
  const counts = {
    conversations: rows.length,
    messages: await deleteOf(tx, 'messages', workspaceId, ids),
    notes: await deleteOf(tx, 'notes', workspaceId, ids),
    ratings: await deleteOf(tx, 'ratings', workspaceId, ids),
    mail_threads:
      (await deleteOf(tx, 'mail_threads', workspaceId, ids)) + (await deleteOf(tx, 'inbound_mails', workspaceId, ids)),
    files: files.count,
    answers,
  }
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
  return { counts, conversationIds: ids, objectKeys: files.keys }
}

async function deleteOf(
  tx: Db,
  table: 'messages' | 'notes' | 'ratings' | 'mail_threads' | 'inbound_mails',
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom(table)
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', 'in', conversationIds)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Conversations, and those that were merged into them: locked, too. */
async function withMerged(tx: Db, workspaceId: string, rows: readonly ConversationRow[]): Promise<ConversationRow[]> {
  const ids = rows.map(({ id }) => id)
  const merged = await tx
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('merged_into', 'in', ids)
    .where('id', 'not in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  return [...rows, ...merged]
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
