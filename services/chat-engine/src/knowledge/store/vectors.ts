import { sql } from 'kysely'
import type { Db } from '../../context.ts'
import type { VersionKey } from './documents.ts'
import type { Candidate } from './search.ts'

/** How long a process has a document whose vectors it makes; then another may take it. */
const claimedForMs = 300_000

/**
 * Claims a document that is searched and has no vectors of this model yet; undefined where none is left. It is locked and
 * claimed within its workspace.
 */
export async function claimUnembedded(db: Db, model: string): Promise<VersionKey | undefined> {
  // Raw: one statement that passes over what others have claimed.
  const { rows } = await sql<VersionKey>`
    with found as (
      select workspace_id, id from knowledge_documents
      where searched_version is not null
        and (embedded_with is null or embedded_with < ${model} or embedded_with > ${model})
        and (embedding_until is null or embedding_until < now())
      limit 1 for update skip locked
    )
    update knowledge_documents d set embedding_until = now() + make_interval(secs => ${claimedForMs / 1_000}::float8)
    from found where d.workspace_id = found.workspace_id and d.id = found.id
    returning d.workspace_id as "workspaceId", d.id as "documentId", d.searched_version as version`.execute(db)
  return rows[0]
}

/** The next chunks of a document, with the headings that they stand under. */
export const findTexts = (
  db: Db,
  { workspaceId, documentId }: VersionKey,
  after: number,
  limit: number,
): Promise<{ ordinal: number; text: string }[]> =>
  db
    .selectFrom('knowledge_chunks as c')
    .innerJoin('knowledge_documents as d', (join) =>
      join.onRef('d.workspace_id', '=', 'c.workspace_id').onRef('d.id', '=', 'c.document_id'),
    )
    .select([
      'c.ordinal',
      sql<string>`concat_ws(E'\n', d.title, nullif(array_to_string(c.headings, ' › '), ''), c.text)`.as('text'),
    ])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.document_id', '=', documentId)
    .where('c.ordinal', '>', after)
    .orderBy('c.ordinal')
    .limit(limit)
    .execute()

/** Stores the vectors of chunks, unless the document has got another version meanwhile; answers whether it has not. */
export async function storeVectors(
  db: Db,
  { workspaceId, documentId, version }: VersionKey,
  vectors: readonly { ordinal: number; vector: readonly number[] }[],
): Promise<boolean> {
  const { rows } = await sql<{ stored: number }>`
    with still as (
      update knowledge_documents set embedding_until = now() + make_interval(secs => ${claimedForMs / 1_000}::float8)
      where workspace_id = ${workspaceId} and id = ${documentId} and searched_version = ${version}
      returning searched_version
    ), stored as (
      update knowledge_chunks c set embedding = array(
        select value::real from jsonb_array_elements_text(given.vector) with ordinality each (value, n) order by n)
      from jsonb_to_recordset(${JSON.stringify(vectors)}::jsonb) as given (ordinal int, vector jsonb)
      where c.workspace_id = ${workspaceId} and c.document_id = ${documentId} and c.ordinal = given.ordinal
        and exists (select from still)
      returning c.ordinal
    )
    select count(*)::int as stored from stored`.execute(db)
  return rows[0]!.stored > 0
}

/** Says that all chunks of a document have their vectors. */
export const finishEmbedding = (db: Db, { workspaceId, documentId, version }: VersionKey, model: string) =>
  db
    .updateTable('knowledge_documents')
    .set({ embedded_with: model, embedding_until: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', documentId)
    .where('searched_version', '=', version)
    .execute()

/** How alike the vectors of chunks are to a question's, from 0 to 1; those that have none of this model are left out. */
export async function findLikeness(
  db: Db,
  workspaceId: string,
  candidates: readonly Pick<Candidate, 'documentId' | 'ordinal'>[],
  { model, vector }: { model: string; vector: readonly number[] },
): Promise<{ documentId: string; ordinal: number; likeness: number }[]> {
  const { rows } = await sql<{ documentId: string; ordinal: number; likeness: number }>`
    select c.document_id as "documentId", c.ordinal, greatest(0, least(1, likeness.dot)) as likeness
    from unnest(${candidates.map(({ documentId }) => documentId)}::uuid[],
      ${candidates.map(({ ordinal }) => ordinal)}::int[]) as asked (document_id, ordinal)
    join knowledge_documents d on d.workspace_id = ${workspaceId} and d.id = asked.document_id
      and d.embedded_with = ${model}
    join knowledge_chunks c on c.workspace_id = ${workspaceId} and c.document_id = asked.document_id
      and c.ordinal = asked.ordinal and cardinality(c.embedding) = ${vector.length}
    cross join lateral (
      select sum(a * b)::float8 as dot from unnest(c.embedding, ${vector}::real[]) as pair (a, b)
    ) likeness`.execute(db)
  return rows
}
