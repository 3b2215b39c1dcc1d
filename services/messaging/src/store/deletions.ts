import type { Tombstone } from '@parley/contracts/messages/message'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import {
  type DeletionOutcome,
  decideDeletion,
  type LockedMessage,
  pinnedMetadata,
  type Refused,
} from '../domain/message-changes.ts'
import { getResource, lockMessage, publishChange, takeRev } from './locked-message.ts'
import type { Person } from './messages.ts'
import { removeDocuments } from './search-queue.ts'

/** `gone`: it was deleted before. */
export type Deletion =
  | { outcome: 'deleted' | 'gone'; tombstone: Tombstone }
  | Refused<Exclude<DeletionOutcome, 'deleted' | 'gone'>>

/**
 * Deletes a message of the person's own or, as a moderator, anybody's. Its row stays as a tombstone, without what hung
 * on it. Needs a transaction.
 */
export async function deleteMessage(
  tx: Db,
  person: Person,
  id: string,
  asModerator: boolean,
  trace: Trace,
): Promise<Deletion> {
  const message = await lockMessage(tx, person, { id })
  if (!message) return { outcome: 'not_found' }
  const outcome = decideDeletion(message, person.userId, asModerator)
  if (outcome === 'gone') return { outcome, tombstone: await getResource<Tombstone>(tx, message) }
  if (outcome !== 'deleted') return { outcome }

  await tx
    .updateTable('messages')
    .set({
      rev: await takeRev(tx, message, { messages: 1, roots: message.parentId === null ? 1 : 0 }),
      deleted_at: message.at,
      reactions: '[]',
      reaction_count: 0,
      metadata: JSON.stringify(pinnedMetadata(message, false, person.userId)),
    })
    .where('workspace_id', '=', message.workspaceId)
    .where('id', '=', id)
    .execute()
  for (const table of ['reactions', 'mentions'] as const)
    await tx.deleteFrom(table).where('workspace_id', '=', message.workspaceId).where('message_id', '=', id).execute()
  await removeDocuments(tx, message.workspaceId, [id])
  const tombstone = await publishChange<Tombstone>(tx, message, 'message.deleted', trace)
  if (message.parentId !== null) await takeFromThread(tx, message, message.parentId, trace)
  return { outcome, tombstone }
}

/** A deleted reply changes its root, which is published as a change of its own unless the root is deleted too. */
async function takeFromThread(tx: Db, reply: LockedMessage, rootId: string, trace: Trace): Promise<void> {
  const { workspaceId, at } = reply
  const { deleted_at } = await tx
    .selectFrom('messages')
    .select('deleted_at')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', rootId)
    .executeTakeFirstOrThrow()
  const repliesLeft = await uncountReply(tx, reply, rootId)
  const rev = deleted_at === null ? await takeRev(tx, reply) : undefined
  await tx
    .updateTable('messages as root')
    .set((eb) => ({
      reply_count: eb('root.reply_count', '-', 1),
      last_reply_at: eb
        .selectFrom('messages as other')
        .select('other.created_at')
        .where('other.workspace_id', '=', workspaceId)
        .where('other.parent_message_id', '=', rootId)
        .where('other.deleted_at', 'is', null)
        .orderBy('other.seq', 'desc')
        .limit(1),
      changed_at: at,
    }))
    .$if(repliesLeft === 0, (query) => query.set({ participants: firstParticipants(workspaceId, rootId) }))
    .$if(rev !== undefined, (query) => query.set({ rev }))
    .where('root.workspace_id', '=', workspaceId)
    .where('root.id', '=', rootId)
    .execute()
  if (rev !== undefined) await publishChange(tx, { workspaceId, id: rootId }, 'message.updated', trace)
}

/** How many replies its author has left in the thread; undefined where theirs are not counted, as a twin's. */
async function uncountReply(
  tx: Db,
  { workspaceId, userId }: LockedMessage,
  rootId: string,
): Promise<number | undefined> {
  const row = await tx
    .updateTable('thread_people')
    .set((eb) => ({
      replies: eb('replies', '-', 1),
      first_seq: eb.case().when('replies', '>', 1).then(eb.ref('first_seq')).end(),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('root_id', '=', rootId)
    .where('user_id', '=', userId)
    .where('replies', '>', 0)
    .returning('replies')
    .executeTakeFirst()
  return row?.replies
}

const firstParticipants = (workspaceId: string, rootId: string) => sql<string[]>`array(
  select t.user_id from thread_people t
  where t.workspace_id = ${workspaceId} and t.root_id = ${rootId} and t.replies > 0
  order by t.first_seq limit 20)`
