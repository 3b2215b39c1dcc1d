import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Draft } from '../domain/draft.ts'

/** A message or note that is to be found. */
export interface Queued {
  workspaceId: string
  conversationId: string
  seq: number
  /** Of a note: several may stand behind one message. 0 of a message. */
  noteRev: number
}

/** Queues what this transaction says in a conversation; it is found within a second. */
export async function queueDocuments(
  tx: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
  { messages, notes }: Pick<Draft, 'messages' | 'notes'>,
): Promise<void> {
  const rows = [
    ...messages.map(({ seq }) => ({ seq, note_rev: 0 })),
    ...notes.map(({ seq, rev }) => ({ seq, note_rev: rev })),
  ]
  if (rows.length === 0) return
  await tx
    .insertInto('search_queue')
    .values(rows.map((row) => ({ workspace_id: workspaceId, conversation_id: id, ...row })))
    .execute()
}

/** What waits longest, of all workspaces. */
export async function findQueued(db: Db, max: number): Promise<Queued[]> {
  return db
    .selectFrom('search_queue')
    .select(['workspace_id as workspaceId', 'conversation_id as conversationId', 'seq', 'note_rev as noteRev'])
    .orderBy('queued_at')
    .limit(max)
    .execute()
}

/**
 * Makes the documents of these, all of one workspace, and takes them from the queue. What another process is at, or a
 * deletion, is left to it.
 */
export async function indexQueued(db: Db, workspaceId: string, queued: readonly Queued[]): Promise<void> {
  const conversations = queued.map(({ conversationId }) => conversationId)
  const seqs = queued.map(({ seq }) => seq)
  const noteRevs = queued.map(({ noteRev }) => noteRev)
  // Raw: unnesting, and full text. The documents refer to conversations: one that somebody has locked, such as to delete it
  // with what is queued of it, is passed over instead of being waited for.
  await sql`
    with taken as (
      delete from search_queue q
      where q.workspace_id = ${workspaceId} and (q.conversation_id, q.seq, q.note_rev) in (
        select t.conversation_id, t.seq, t.note_rev from search_queue t
        join unnest(${conversations}::uuid[], ${seqs}::bigint[], ${noteRevs}::bigint[])
          given (conversation_id, seq, note_rev) using (conversation_id, seq, note_rev)
        join conversations c on c.workspace_id = ${workspaceId} and c.id = t.conversation_id
        where t.workspace_id = ${workspaceId}
        for update of t skip locked for key share of c skip locked)
      returning q.conversation_id, q.seq, q.note_rev
    ), texts as (
      select m.conversation_id, m.seq, t.note_rev, concat_ws(' ', m.content, (
          select string_agg(file->>'name', ' ') from jsonb_array_elements(m.attachments) file)) as text
      from messages m join taken t on t.conversation_id = m.conversation_id and t.seq = m.seq and t.note_rev = 0
      where m.workspace_id = ${workspaceId}
      union all
      select n.conversation_id, n.seq, n.rev, n.content
      from notes n join taken t on t.conversation_id = n.conversation_id and t.note_rev = n.rev
      where n.workspace_id = ${workspaceId}
    )
    insert into search_documents (workspace_id, conversation_id, seq, note_rev, lexemes)
    select ${workspaceId}, conversation_id, seq, note_rev, document_lexemes(${workspaceId}, text)
    from texts order by conversation_id, seq, note_rev
    on conflict do nothing`.execute(db)
}
