import { Note } from '@parley/contracts/desk/conversation'
import type { Db } from '../context.ts'
import type { Draft } from '../domain/draft.ts'

interface ConversationId {
  workspaceId: string
  id: string
}

/** Writes notes that have their numbers. */
export async function insertNotes(tx: Db, { workspaceId, id }: ConversationId, notes: Draft['notes']): Promise<void> {
  if (notes.length === 0) return
  await tx
    .insertInto('notes')
    .values(
      notes.map((note) => ({
        workspace_id: workspaceId,
        conversation_id: id,
        id: note.id,
        seq: note.seq,
        rev: note.rev,
        author_id: note.authorId,
        author_name: note.authorName,
        content: note.content,
      })),
    )
    .execute()
}

const notesOf = (db: Db, { workspaceId, id }: ConversationId) =>
  db
    .selectFrom('note_resources as n')
    .select('n.resource')
    .where('n.workspace_id', '=', workspaceId)
    .where('n.conversation_id', '=', id)

/** Notes by their ids, as events have them. */
export async function findNotes(db: Db, conversation: ConversationId, ids: string[]): Promise<Map<string, Note>> {
  if (ids.length === 0) return new Map()
  const rows = await notesOf(db, conversation).select('n.id').where('n.id', 'in', ids).execute()
  return new Map(rows.map(({ id, resource }) => [id, Note.parse(resource)]))
}

/** A section of a conversation's notes, oldest first. */
export async function listNotes(
  db: Db,
  conversation: ConversationId,
  { afterRev, offset, limit }: { afterRev?: number | undefined; offset: number; limit: number },
): Promise<Note[]> {
  const rows = await notesOf(db, conversation)
    .$if(afterRev !== undefined, (query) => query.where('n.rev', '>', afterRev!))
    .orderBy('n.rev')
    .offset(offset)
    .limit(limit)
    .execute()
  return rows.map(({ resource }) => resource)
}
