import type { PassagePlace } from '@parley/contracts/knowledge/document'
import { sql } from 'kysely'
import type { Db } from '../../context.ts'

/**
 * Who is to read what is found: a person, and where it goes to a channel everybody who can read that, people of a platform
 * too; or visitors of the company's websites, who are anybody.
 */
export type Audience = { userId: string; channelId: string | null } | 'visitors'

/** What is searched. */
export interface SearchScope {
  workspaceId: string
  audience: Audience
  /** Whose documents: the workspace, one of its twins, or both. */
  scopes: readonly string[]
  /** Only these documents, if given. */
  documentIds?: readonly string[] | undefined
}

/** How a word of the scopes meets a word of the question. */
export type Match = 'same' | 'stem' | 'begins' | 'contains' | 'alike'

/** A word of the scopes that meets one of the question's. */
export interface KnownWord {
  /** The index of the question's word. */
  index: number
  word: string
  match: Match
  /** In how many chunks it is. */
  chunks: number
}

/** Chunks that one search scores at most: of those that have a word which most have, some. */
export const maxScored = 4_000

/** Words of a kind that one word of the question is looked for by. */
const mostForms = 8

/**
 * The words of the scopes that meet those of a question: the word itself and its English stem; longer words that begin
 * with it or have it in them; and where nobody wrote it, words that are spelled alike.
 */
export async function findKnownWords(
  db: Db,
  { workspaceId, scopes }: SearchScope,
  words: readonly string[],
): Promise<{ known: KnownWord[]; chunks: number }> {
  // Raw: stems, patterns and similarity are PostgreSQL's. Each word is looked up in indexes of the scopes’ words alone.
  const { rows } = await sql<{ known: KnownWord[]; chunks: number | null }>`
    with asked as materialized (
      select n, word, coalesce((ts_lexize('pg_catalog.english_stem', word))[1], word) as stem, length(word) as length,
        not search_is_unspaced(word) as is_spaced
      from unnest(${words}::text[]) with ordinality given (word, n)
    ), met as materialized (
      select a.n, w.word, case when w.word = a.word then 'same' else 'stem' end as match, sum(w.chunk_count) as chunks
      from asked a join knowledge_words w on w.workspace_id = ${workspaceId} and w.scope_id = any(${scopes}::uuid[])
        and w.word in (a.word, a.stem)
      group by a.n, w.word, a.word
    ), longer as (
      select a.n, f.* from asked a cross join lateral (
        select w.word, case when w.word ^@ a.word then 'begins' else 'contains' end as match, sum(w.chunk_count) as chunks
        from knowledge_words w
        where w.workspace_id = ${workspaceId} and w.scope_id = any(${scopes}::uuid[])
          and w.word like '%' || a.word || '%' and w.word not in (a.word, a.stem)
        group by w.word order by (w.word ^@ a.word) desc, sum(w.chunk_count) desc, w.word limit ${mostForms}
      ) f where a.is_spaced and a.length >= 4
    ), alike as (
      select a.n, f.* from asked a cross join lateral (
        select w.word, 'alike' as match, sum(w.chunk_count) as chunks
        from knowledge_words w
        where w.workspace_id = ${workspaceId} and w.scope_id = any(${scopes}::uuid[]) and w.word % a.word
          and abs(length(w.word) - a.length) <= 2 and similarity(w.word, a.word) >= 0.45
        group by w.word order by max(similarity(w.word, a.word)) desc, w.word limit 3
      ) f where a.is_spaced and a.length >= 5 and not exists (select from met where met.n = a.n)
    ), known as (select * from met union all select * from longer union all select * from alike)
    select (select chunk_count from knowledge_totals where workspace_id = ${workspaceId}) as chunks,
      coalesce(json_agg(json_build_object('index', n - 1, 'word', word, 'match', match, 'chunks', chunks)), '[]') as known
    from known`.execute(db)
  const { known, chunks } = rows[0]!
  return { known, chunks: chunks ?? 0 }
}

/** One word of a question, as chunks are scored by it. */
export interface WordQuery {
  /** What a chunk gets that has one of `words`: how much the word says, less where it is met less well. */
  forms: readonly { words: readonly string[]; worth: number }[]
}

/** A chunk that may answer. */
export interface Candidate {
  documentId: string
  ordinal: number
  /** The sum of what it has. */
  worth: number
}

/**
 * The chunks that have most of what a question asks for, best first.
 *
 * @param seeds the words by which chunks are found in the index; what else they have counts too
 */
export async function findCandidates(
  db: Db,
  { workspaceId, scopes, documentIds, audience }: SearchScope,
  seeds: readonly string[],
  queries: readonly WordQuery[],
  limit: number,
): Promise<Candidate[]> {
  const forms = queries.flatMap(({ forms }, index) => forms.map((form) => ({ index, ...form })))
  const tsqueries = forms.map(({ words }) => words.map(quoted).join(' | '))
  // Raw: full text. The condition on keys is for the index; `is true` keeps others from being used instead. `strip` reads
  // a chunk's lexemes once for all queries.
  const { rows } = await sql<Candidate>`
    select c.document_id as "documentId", c.ordinal, scored.worth
    from (
      select document_id, ordinal, strip(lexemes) as lexemes, octet_length(folded) as length
      from knowledge_chunks
      where (workspace_id = ${workspaceId}) is true
        and knowledge_keys(scope_id, lexemes) && array(
          select hashtextextended(seed, uuid_hash_extended(scope, 0))
          from unnest(${scopes}::uuid[]) scope, unnest(${seeds}::text[]) seed)
        and (${documentIds ?? null}::uuid[] is null or document_id = any(${documentIds ?? null}::uuid[]))
        and (not ${isForAnybody(workspaceId, audience)} or document_id in (
          select id from knowledge_documents where workspace_id = ${workspaceId} and is_public))
      limit ${maxScored}
    ) c
    cross join lateral (
      select sum(best) as worth from (
        select max(f.worth) as best
        from unnest(${forms.map(({ index }) => index)}::int[], ${tsqueries}::tsquery[],
          ${forms.map(({ worth }) => worth)}::float8[]) f (index, query, worth)
        where c.lexemes @@ f.query group by f.index
      ) each
    ) scored
    where scored.worth > 0
    order by scored.worth desc, c.length, c.document_id, c.ordinal limit ${limit}`.execute(db)
  return rows
}

/** A word as a tsquery's operand. Folding leaves neither quotes nor backslashes. */
const quoted = (word: string): string => `'${word}'`

/** Whether people who are not of the workspace read it: visitors, or those whose platform the channel's messages go to. */
const isForAnybody = (workspaceId: string, audience: Audience) =>
  audience === 'visitors'
    ? sql<boolean>`true`
    : sql<boolean>`exists (
        select from integrations.outward_channels o
        where o.workspace_id = ${workspaceId} and o.channel_id = ${audience.channelId}::uuid)`

/**
 * Whether everybody of the audience may read what a scope knows: what is public anybody; what is the workspace's none of whom
 * is a guest; what is a twin's whoever of the workspace it answers, since only its own answers use it.
 */
const isForAudience = (workspaceId: string, audience: Audience) =>
  audience === 'visitors'
    ? sql<boolean>`d.is_public`
    : sql<boolean>`(d.is_public or not ${isForAnybody(workspaceId, audience)} and ${isForPeople(workspaceId, audience)})`

const isForPeople = (workspaceId: string, { userId, channelId }: Exclude<Audience, 'visitors'>) => sql<boolean>`(
  c.scope_id <> ${workspaceId}
  or (
    exists (
      select from gateway.people p
      where p.workspace_id = ${workspaceId} and p.user_id = ${userId} and p.role <> 'guest')
    and (${channelId}::uuid is null or not exists (
      select from channels.memberships m
      join gateway.people p on p.workspace_id = ${workspaceId} and p.user_id = m.user_id and p.role = 'guest'
      where m.workspace_id = ${workspaceId} and m.channel_id = ${channelId}::uuid))))`

/** A chunk with all that is shown of it. */
export interface Passage {
  documentId: string
  ordinal: number
  title: string
  fileName: string
  version: number
  createdAt: string
  twinId: string | null
  text: string
  folded: string
  /** Of title and headings. */
  foldedContext: string
  headings: string[]
  place: Omit<PassagePlace, 'headings'>
}

/** How many different words of a passage are tried for being forms of a question's. */
const maxTried = 200

/** For each of some folded texts, its words that have one of the English stems of these words. */
export async function findForms(db: Db, texts: readonly string[], words: readonly string[]): Promise<string[][]> {
  if (texts.length === 0 || words.length === 0) return texts.map(() => [])
  // Raw: stems are PostgreSQL's. All forms of a stem begin alike: `tr` of `tri`, which is that of `tries` and `trying`.
  const { rows } = await sql<{ forms: string[] }>`
    with stems as materialized (
      select distinct stem, left(stem, case when length(stem) > 3 then -1 else 1 end) as beginning
      from unnest(${words}::text[]) word, unnest(ts_lexize('pg_catalog.english_stem', search_lexeme(word))) stem)
    select array(
      select word from (
        select distinct word from unnest(string_to_array(btrim(folded), ' ')) word
        where word ^@ any(array(select beginning from stems)) limit ${maxTried}) tried
      where ts_lexize('pg_catalog.english_stem', search_lexeme(word)) && array(select stem from stems)) as forms
    from unnest(${texts}::text[]) with ordinality given (folded, n) order by n`.execute(db)
  return rows.map(({ forms }) => forms)
}

/** The chunks with these keys, in any order, as far as they are still there and all of the audience may read them. */
export async function findPassages(
  db: Db,
  { workspaceId, audience }: Pick<SearchScope, 'workspaceId' | 'audience'>,
  keys: readonly Pick<Candidate, 'documentId' | 'ordinal'>[],
): Promise<Passage[]> {
  // Raw: pairs of keys in two parameters.
  const { rows } = await sql<Passage>`
    select c.document_id as "documentId", c.ordinal, d.title, d.searched_version as version,
      v.created_at as "createdAt", d.twin_id as "twinId", c.text,
      c.folded, search_fold(concat_ws(' ', d.title, array_to_string(c.headings, ' '))) as "foldedContext",
      c.headings, c.place, f.name as "fileName"
    from unnest(${keys.map(({ documentId }) => documentId)}::uuid[], ${keys.map(({ ordinal }) => ordinal)}::int[])
      as asked (document_id, ordinal)
    join knowledge_chunks c on c.workspace_id = ${workspaceId} and c.document_id = asked.document_id
      and c.ordinal = asked.ordinal
    join knowledge_documents d on d.workspace_id = ${workspaceId} and d.id = c.document_id
    join knowledge_versions v on v.workspace_id = ${workspaceId} and v.document_id = d.id
      and v.version = d.searched_version
    join files f on f.workspace_id = ${workspaceId} and f.id = v.file_id
    where ${isForAudience(workspaceId, audience)}`.execute(db)
  return rows
}
