import type { StoredMessage } from '@parley/contracts/messages/message'
import type { Trace } from '@parley/kit/trace'
import { foldHandle } from '@parley/text/handle-fold'
import type { Candidate } from '@parley/text/mentions'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import {
  decideEdit,
  type EditOutcome,
  type LockedMessage,
  type Mention,
  type Refused,
} from '../domain/message-changes.ts'
import { type Actor, changeMessage, getMessage, lockMessage, publishChange } from './locked-message.ts'
import { queueDocument } from './search-queue.ts'
import { newestReply } from './thread-reads.ts'

export type Edit =
  | { outcome: 'edited' | 'unchanged'; message: StoredMessage }
  | Refused<Exclude<EditOutcome, 'edited' | 'unchanged'>>

/** Gives a message of the editor's own another text. Needs a transaction. */
export async function editMessage(
  tx: Db,
  editor: Actor,
  id: string,
  text: { content: string; mentionCandidates: Candidate[] },
  trace: Trace,
): Promise<Edit> {
  const message = await lockMessage(tx, editor, { id })
  if (!message) return { outcome: 'not_found' }
  const outcome = decideEdit(message, text.content)
  if (outcome === 'unchanged') return { outcome, message: await getMessage(tx, message) }
  if (outcome !== 'edited') return { outcome }

  const { mentions: before = [], ...others } = message.metadata
  const mentions = await resolveMentions(tx, message, text.mentionCandidates, before)
  const rev = await changeMessage(tx, message, id, {
    content: text.content,
    metadata: JSON.stringify(mentions.length > 0 ? { ...others, mentions } : others),
    updated_at: message.at,
    edited_at: message.at,
  })
  await queueDocument(tx, { ...message, content: text.content, rev })
  if (JSON.stringify(mentions) !== JSON.stringify(before)) await replaceMentions(tx, message, mentions)
  return { outcome, message: await publishChange(tx, message, 'message.updated', trace) }
}

/** The new text's mentions. A handle that is still there keeps mentioning the same person, even when renamed since. */
async function resolveMentions(
  tx: Db,
  { workspaceId, channelId }: LockedMessage,
  mentionCandidates: Candidate[],
  before: Mention[],
): Promise<Mention[]> {
  if (mentionCandidates.length === 0) return []
  const kept = before.map((mention) => ({ ...mention, handle: foldHandle(mention.handle) }))
  const { rows } = await sql<{ mentions: Mention[] | null }>`
    select resolve_mentions(${workspaceId}, ${channelId}, ${JSON.stringify(mentionCandidates)}, ${JSON.stringify(kept)})
      as mentions`.execute(tx)
  return rows[0]!.mentions ?? []
}

async function replaceMentions(tx: Db, message: LockedMessage, mentions: Mention[]): Promise<void> {
  const { workspaceId, id, channelId, seq, userId, parentId } = message
  await tx.deleteFrom('mentions').where('workspace_id', '=', workspaceId).where('message_id', '=', id).execute()
  // What is imported stays out of inboxes and unread counts.
  if (mentions.length === 0 || message.isImported) return
  const given = JSON.stringify(mentions)
  await sql`
    select insert_mentions(${workspaceId}, ${channelId}, ${id}, ${seq}, ${userId}, ${parentId !== null}, ${given})`.execute(
    tx,
  )
  if (parentId !== null) await addMentionedToThread(tx, message, parentId, mentions)
}

/** Those whom a reply mentions only now follow its thread, too; they have it to read, and what came after it. */
async function addMentionedToThread(
  tx: Db,
  { workspaceId, channelId, seq }: LockedMessage,
  rootId: string,
  mentions: Mention[],
): Promise<void> {
  const people = [...new Set(mentions.flatMap((mention) => ('user_id' in mention ? mention.user_id : [])))]
  if (people.length === 0) return
  const newest = await newestReply(tx, workspaceId, rootId).executeTakeFirstOrThrow()
  await tx
    .insertInto('thread_people')
    .values(
      people.map((userId) => ({
        workspace_id: workspaceId,
        root_id: rootId,
        user_id: userId,
        channel_id: channelId,
        last_reply_seq: newest.seq,
        last_reply_at: newest.created_at,
        last_read_seq: seq - 1,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
