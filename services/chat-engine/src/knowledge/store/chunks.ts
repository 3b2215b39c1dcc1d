import type { DocumentKind } from '@parley/contracts/knowledge/document'
import type { Chunk } from '@parley/documents/chunk'
import { sql } from 'kysely'
import type { Db } from '../../context.ts'
import type { Graph } from '../graph.ts'
import { type DocumentKey, lockDocument, type VersionKey } from './documents.ts'
import { insertGraph, removeGraph } from './graph.ts'
import type { Passage } from './search.ts'

/** What was read of a document. */
export interface DocumentText {
  kind: DocumentKind
  chunks: readonly Chunk[]
  characterCount: number
  isTruncated: boolean
  graph: Graph
}

/** How documents are cut into passages, in characters. */
export const chunkOptions = { maxChars: 1_500, overlap: 200 } as const

/** Chunks that go in one statement, each of which takes a millisecond or so. */
const batchSize = 200
/** Characters of what counts as a word. */
const maxWordLength = 64

/**
 * Makes a version searchable in place of the one before it, all of it in the caller's transaction. One that is not in work
 * any more stays as it is; one that a newer one has overtaken is ready, and not searched.
 *
 * @returns whether it is searched from now on
 */
export async function storeText(tx: Db, key: VersionKey, text: DocumentText): Promise<boolean> {
  const { workspaceId, documentId, version } = key
  const document = await lockDocument(tx, key)
  if (!document) return false
  const isOvertaken = document.searched_version !== null && document.searched_version > version
  const updated = await tx
    .updateTable('knowledge_versions')
    .set({
      status: 'ready',
      kind: text.kind,
      chunk_count: text.chunks.length,
      character_count: text.characterCount,
      is_truncated: text.isTruncated,
    })
    .where('workspace_id', '=', workspaceId)
    .where('document_id', '=', documentId)
    .where('version', '=', version)
    .where('status', '=', 'processing')
    .returning('id')
    .executeTakeFirst()
  if (!updated || isOvertaken) return false
  const of = { workspaceId, documentId, scopeId: document.scope_id }
  const before = await deleteChunks(tx, of)
  await insertChunks(tx, { ...of, title: document.title }, text.chunks)
  // From here on other documents of the workspace wait: what takes longest has been done.
  await lockTotals(tx, workspaceId)
  await countChunks(tx, workspaceId, text.chunks.length - before.chunks)
  await takeWords(tx, of, before.words)
  await addWords(tx, of)
  await removeGraph(tx, of)
  await insertGraph(tx, of, text.graph)
  await tx
    .updateTable('knowledge_documents')
    .set({ searched_version: version, updated_at: sql`now()`, embedded_with: null, embedding_until: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', documentId)
    .execute()
  return true
}

/** Puts a graph in place of what is known of a version; nothing happens where that is not the searched one any more. */
export async function replaceGraph(tx: Db, key: VersionKey, graph: Graph): Promise<void> {
  const document = await lockDocument(tx, key)
  if (document?.searched_version !== key.version) return
  await lockTotals(tx, key.workspaceId)
  await removeGraph(tx, key)
  await insertGraph(tx, key, graph)
}

/**
 * The text of a version in its order, some passages at a time, without what each repeats of the one before. It ends where
 * the version is not the searched one any more.
 */
export async function* readPassages(db: Db, key: VersionKey, atOnce: number): AsyncGenerator<string[]> {
  let before = { ordinal: -1, text: '' }
  for (;;) {
    const passages: string[] = []
    for (const chunk of await findChunks(db, key, before.ordinal, atOnce)) {
      passages.push(chunk.text.slice(repeatedIn(chunk.text, before.text)))
      before = chunk
    }
    if (passages.length === 0) return
    yield passages
  }
}

const findChunks = (db: Db, { workspaceId, documentId, version }: VersionKey, after: number, limit: number) =>
  db
    .selectFrom('knowledge_chunks as c')
    .innerJoin('knowledge_documents as d', (join) =>
      join.onRef('d.workspace_id', '=', 'c.workspace_id').onRef('d.id', '=', 'c.document_id'),
    )
    .select(['c.ordinal', 'c.text'])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.document_id', '=', documentId)
    .where('d.searched_version', '=', version)
    .where('c.ordinal', '>', after)
    .orderBy('c.ordinal')
    .limit(limit)
    .execute()

/** How many characters at the beginning of a text are the end of the one before. */
function repeatedIn(text: string, before: string): number {
  for (let length = Math.min(chunkOptions.overlap, text.length); length > 0; length--)
    if (before.endsWith(text.slice(0, length))) return length
  return 0
}

/** Words and entities are counted by one transaction of a workspace at a time. */
const lockTotals = (tx: Db, workspaceId: string) =>
  tx
    .selectFrom('knowledge_totals')
    .select('workspace_id')
    .where('workspace_id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirst()

interface Scoped {
  workspaceId: string
  documentId: string
  /** Whose document it is: a twin's or the workspace's. */
  scopeId: string
}

/** Removes all that is searched of a document; its totals are locked. */
export async function removeText(tx: Db, of: Scoped): Promise<void> {
  const { chunks, words } = await deleteChunks(tx, of)
  await countChunks(tx, of.workspaceId, -chunks)
  await takeWords(tx, of, words)
  await removeGraph(tx, of)
}

/** Words of a document, each with in how many of its chunks it is. */
type Words = readonly { word: string; chunks: number }[]

async function deleteChunks(tx: Db, { workspaceId, documentId }: Scoped): Promise<{ chunks: number; words: Words }> {
  // Raw: the tsvectors of what is deleted are unnested.
  const { rows } = await sql<{ chunks: number; words: Words }>`
    with gone as (
      delete from knowledge_chunks where workspace_id = ${workspaceId} and document_id = ${documentId}
      returning lexemes
    ), counted as (
      select word, count(*)::int as chunks from gone, unnest(tsvector_to_array(lexemes)) word
      where length(word) <= ${maxWordLength} group by word
    )
    select (select count(*)::int from gone) as chunks,
      coalesce((select json_agg(json_build_object('word', word, 'chunks', chunks)) from counted), '[]') as words`.execute(
    tx,
  )
  return rows[0]!
}

async function insertChunks(
  tx: Db,
  { workspaceId, documentId, scopeId, title }: Scoped & { title: string },
  chunks: readonly Chunk[],
) {
  for (let from = 0; from < chunks.length; from += batchSize) {
    const batch = chunks.slice(from, from + batchSize).map(({ ordinal, text, headings, location }) => ({
      ordinal,
      text,
      headings,
      place: location ?? {},
    }))
    // Raw: a batch in one parameter, folded and stemmed by functions of PostgreSQL.
    await sql`
      insert into knowledge_chunks (workspace_id, document_id, scope_id, ordinal, text, headings, place, folded, lexemes)
      select ${workspaceId}, ${documentId}, ${scopeId}, c.ordinal, c.text, c.headings, c.place, made.folded,
        search_lexemes(search_fold(concat_ws(' ', ${title}::text, array_to_string(c.headings, ' '))) || made.folded)
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb)
        as c (ordinal int, text text, headings text[], place jsonb)
      cross join lateral (select search_fold(c.text) as folded offset 0) made`.execute(tx)
  }
}

const countChunks = (tx: Db, workspaceId: string, change: number) =>
  tx
    .updateTable('knowledge_totals')
    .set((eb) => ({ chunk_count: eb('chunk_count', '+', change) }))
    .where('workspace_id', '=', workspaceId)
    .execute()

/** Adds the words of a document's chunks to their scope's. */
const addWords = (tx: Db, { workspaceId, documentId, scopeId }: Scoped) =>
  // Raw: tsvectors are unnested.
  sql`
    insert into knowledge_words as w (workspace_id, scope_id, word, chunk_count)
    select ${workspaceId}, ${scopeId}, word, count(*)::int
    from knowledge_chunks c, unnest(tsvector_to_array(c.lexemes)) word
    where c.workspace_id = ${workspaceId} and c.document_id = ${documentId} and length(word) <= ${maxWordLength}
    group by word
    on conflict (workspace_id, scope_id, word) do update set chunk_count = w.chunk_count + excluded.chunk_count`.execute(
    tx,
  )

/** Takes words away from their scope's, and deletes those that are in no chunk any more. */
async function takeWords(tx: Db, { workspaceId, scopeId }: Scoped, words: Words): Promise<void> {
  if (words.length === 0) return
  await sql`
    update knowledge_words w set chunk_count = w.chunk_count - gone.chunks
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as gone (word text, chunks int)
    where w.workspace_id = ${workspaceId} and w.scope_id = ${scopeId} and w.word = gone.word`.execute(tx)
  await tx
    .deleteFrom('knowledge_words')
    .where('workspace_id', '=', workspaceId)
    .where('scope_id', '=', scopeId)
    .where('chunk_count', '<=', 0)
    .execute()
}

/** A page of a document's chunks, in their order: those of the version that is searched. */
export const listChunks = (
  db: Db,
  { workspaceId, documentId }: DocumentKey,
  { after, limit }: { after?: number | undefined; limit: number },
) =>
  db
    .selectFrom('knowledge_chunks')
    .select(['ordinal', 'text', 'headings', 'place'])
    .$narrowType<{ place: Passage['place'] }>()
    .where('workspace_id', '=', workspaceId)
    .where('document_id', '=', documentId)
    .$if(after !== undefined, (query) => query.where('ordinal', '>', after!))
    .orderBy('ordinal')
    .limit(limit)
    .execute()
