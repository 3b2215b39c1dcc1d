import { type SenderType, StoredDeskMessage } from '@parley/contracts/desk/conversation'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Draft } from '../domain/draft.ts'

interface ConversationId {
  workspaceId: string
  id: string
}

/** Writes messages that have their numbers. */
export async function insertMessages(
  tx: Db,
  { workspaceId, id }: ConversationId,
  messages: Draft['messages'],
): Promise<void> {
  if (messages.length === 0) return
  await tx
    .insertInto('messages')
    .values(
      messages.map(({ attachments, ...message }) => ({
        workspace_id: workspaceId,
        conversation_id: id,
        id: message.id,
        seq: message.seq,
        rev: message.rev,
        hidden_revs: message.hiddenRevs,
        sender_type: message.senderType,
        sender_id: message.senderId,
        sender_name: message.senderName,
        content: message.content,
        message_type: typeOf(message.senderType, attachments.length),
        attachments: JSON.stringify(attachments),
      })),
    )
    .execute()
}

function typeOf(sender: SenderType, files: number) {
  if (sender === 'SYSTEM') return 'SYSTEM'
  return files > 0 ? 'FILE' : 'TEXT'
}

/** Writes down when what these have said was read; of `from` and `to` the first is read already. */
export async function markSeen(
  tx: Db,
  { workspaceId, id }: ConversationId,
  { senders, from, to }: { senders: SenderType[]; from: number; to: number },
): Promise<void> {
  if (to <= from) return
  await tx
    .updateTable('messages')
    .set({ seen_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', id)
    .where('seq', '>', from)
    .where('seq', '<=', to)
    .where('sender_type', 'in', senders)
    .where('seen_at', 'is', null)
    .execute()
}

const messagesOf = (db: Db, { workspaceId, id }: ConversationId) =>
  db
    .selectFrom('message_resources as m')
    .select('m.resource')
    .where('m.workspace_id', '=', workspaceId)
    .where('m.conversation_id', '=', id)

/** Messages by their ids, as events and kept answers have them. */
export async function findMessages(
  db: Db,
  conversation: ConversationId,
  ids: string[],
): Promise<Map<string, StoredDeskMessage>> {
  if (ids.length === 0) return new Map()
  const rows = await messagesOf(db, conversation).select('m.id').where('m.id', 'in', ids).execute()
  return new Map(rows.map(({ id, resource }) => [id, StoredDeskMessage.parse(resource)]))
}

/** Which messages are listed: what is undefined bounds nothing. */
export interface Section {
  afterSeq?: number | undefined
  beforeSeq?: number | undefined
  offset?: number | undefined
  limit: number
}

/** A section of a conversation's messages, oldest first; of those before a number the newest. */
export async function listMessages(
  db: Db,
  conversation: ConversationId,
  { afterSeq, beforeSeq, offset = 0, limit }: Section,
): Promise<StoredDeskMessage[]> {
  const isBackwards = beforeSeq !== undefined && afterSeq === undefined
  const rows = await messagesOf(db, conversation)
    .$if(afterSeq !== undefined, (query) => query.where('m.seq', '>', afterSeq!))
    .$if(beforeSeq !== undefined, (query) => query.where('m.seq', '<', beforeSeq!))
    .orderBy('m.seq', isBackwards ? 'desc' : 'asc')
    .offset(offset)
    .limit(limit)
    .execute()
  const messages = rows.map(({ resource }) => resource)
  return isBackwards ? messages.reverse() : messages
}

/** How many messages a conversation has; undefined where there is none. */
export async function countMessages(db: Db, { workspaceId, id }: ConversationId): Promise<number | undefined> {
  const found = await db
    .selectFrom('conversations')
    .select('message_count')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return found?.message_count
}
