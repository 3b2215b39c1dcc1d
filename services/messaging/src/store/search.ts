import type { Message } from '@parley/contracts/messages/message'
import { maxSearchTotal, searchWindow } from '@parley/contracts/messages/search'
import { ServiceError } from '@parley/kit/errors'
import { foldHandle } from '@parley/kit/handle-fold'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import {
  anyOf,
  authorToken,
  type FoldedTerm,
  fileToken,
  planAttempts,
  planTerms,
  planWalk,
  type Relevance,
  type SearchAttempt,
  type SearchStatistics,
  type SearchTerm,
  type Stretch,
} from '../domain/search-plan.ts'
import type { Names, SearchQuery } from '../domain/search-query.ts'
import type { Person } from './messages.ts'

export interface Found {
  messages: {
    message: Message
    /** Words of the message that are forms of a term, as PostgreSQL folds and stems them. */
    forms: string[]
  }[]
  /** How many of the newest 10,000 matches there are. */
  matches: number
  /** The database as this search saw it: what later pages are asked with. */
  snapshot: string
}

export interface Page {
  /** Only this channel's messages. */
  channelId?: string | undefined
  limit: number
  offset: number
  /** What the first page saw, and when; the snapshot is undefined on the first page itself. */
  snapshot?: string | undefined
  at: Date
}

/** As long as any statement may take. */
const maxMs = 10_000

/**
 * One page of what a reader finds, by a few statements of one snapshot; undefined when the channel is not one they may
 * read.
 *
 * Of the newest 10,000 matches those with whole words come before those with parts of words, which are looked for only
 * while whole words give no more than 1,000; each kind by relevance times recency. What was stored after the first
 * page's snapshot is left out.
 *
 * @throws ServiceError 504 when it takes longer than 10 s
 */
export async function findMessages(
  db: Db,
  statistics: SearchStatistics,
  reader: Person,
  query: SearchQuery,
  page: Page,
): Promise<Found | undefined> {
  const deadline = performance.now() + maxMs
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const scope = await readScope(tx, reader, query, page)
      if (page.channelId !== undefined && scope.readable === 0) return undefined
      const { snapshot } = scope
      const narrowing: string[][] = []
      if (query.from) narrowing.push((await findAuthors(tx, reader.workspaceId, query.from)).map(authorToken))
      if (query.hasFile) narrowing.push([fileToken])
      const folded = query.terms.map((term, i): FoldedTerm => ({ ...scope.terms[i]!, isQuoted: term.isQuoted }))
      const terms = planTerms(folded, statistics)
      const isNothing =
        scope.channels === null ||
        narrowing.some((tokens) => tokens.length === 0) ||
        (query.terms.length > 0 && terms.length === 0)
      if (isNothing) return { messages: [], matches: 0, snapshot }

      const search: Search = {
        workspaceId: reader.workspaceId,
        channels: scope.channels!,
        terms,
        seen: page.snapshot ?? null,
        now: page.at,
        top: page.offset + page.limit,
      }
      const best: Match[] = []
      const passed: SearchAttempt[] = []
      let matches = 0
      for (const attempt of planAttempts(terms, narrowing, statistics)) {
        if (matches > maxSearchTotal) break
        const most = searchWindow - matches
        const walk = planWalk({
          attempt,
          channels: scope.channel_count,
          messages: scope.messages,
          statistics,
          since: query.since?.getTime(),
          until: query.until?.getTime(),
          now: page.at.getTime(),
          most,
        })
        let found = 0
        for (let stretch = walk.next(found); stretch; stretch = walk.next(found)) {
          if (performance.now() > deadline) throw new ServiceError('timeout', 'The search took too long.')
          const rows = await findStretch(tx, search, attempt, passed, stretch, most - found)
          found += rows[0]?.found ?? 0
          best.push(...rows)
        }
        matches += found
        passed.push(attempt)
      }
      best.sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
      const ids = best.slice(page.offset, page.offset + page.limit).map(({ id }) => id)
      const stems = terms.flatMap((term) => term.stems)
      return { messages: await showFound(tx, reader.workspaceId, ids, stems), matches, snapshot }
    })
}

interface Scope {
  snapshot: string
  /** Channels that can be searched, as PostgreSQL writes an array: they go back as they came. Null for none. */
  channels: string | null
  channel_count: number
  /** The messages in them. */
  messages: number
  /** How many of the channels that were asked for the reader can read. */
  readable: number
  terms: { folded: string; stems: string[] | null }[]
}

/** Where is searched, and for what; sets how the statements of this transaction are planned. */
async function readScope(tx: Db, reader: Person, query: SearchQuery, { channelId }: Page): Promise<Scope> {
  // Raw: snapshots, settings, folding and stemming are functions of PostgreSQL, and terms come with their places.
  const { rows } = await sql<Scope>`
    select pg_current_snapshot()::text as snapshot, scope.channels::text as channels,
      coalesce(cardinality(scope.channels), 0) as channel_count, scope.readable, (
        select coalesce(sum(h.message_count), 0)::float8 from channel_heads h
        where h.workspace_id = ${reader.workspaceId} and h.channel_id = any(scope.channels)
      ) as messages, (
        select coalesce(json_agg(json_build_object('folded', folded,
          'stems', ts_lexize('pg_catalog.english_stem', search_lexeme(btrim(folded)))) order by n), '[]')
        from (
          select search_fold(term) as folded, n
          from unnest(${query.terms.map(({ text }) => text)}::text[]) with ordinality given (term, n)
        ) folded
      ) as terms, (
        select count(set_config(name, value, true))
        from (values ('jit', 'off'), ('max_parallel_workers_per_gather', '0'), ('enable_seqscan', 'off'),
          ('work_mem', '64MB'), ('plan_cache_mode', 'force_custom_plan')) setting (name, value)
      ) as settings
    from (
      select array_agg(a.channel_id) filter (where ${query.in?.ids ?? null}::uuid[] is null
          or a.channel_id = any(${query.in?.ids ?? null}::uuid[])
          or lower(a.name) = any(${query.in?.names ?? null}::text[])) as channels,
        count(*)::int as readable
      from channels.access a
      where a.workspace_id = ${reader.workspaceId} and a.user_id = ${reader.userId}
        and (${channelId ?? null}::uuid is null or a.channel_id = ${channelId ?? null}::uuid)
    ) scope`.execute(tx)
  return rows[0]!
}

/** Everybody who is meant by a handle, name, address or id: people, also those who have left, and twins. */
async function findAuthors(tx: Db, workspaceId: string, { ids, names }: Names): Promise<string[]> {
  if (names.length === 0) return ids
  const handles = names.map(foldHandle)
  const addresses = names.map((name) => name.toLowerCase())
  const rows = await tx
    .selectFrom('gateway.handles as h')
    .select(['h.user_id as id', sql.lit<string | null>(null).as('name')])
    .where('h.workspace_id', '=', workspaceId)
    .where('h.handle', '=', ({ fn, val }) => fn.any(val(handles)))
    .unionAll(
      tx
        .selectFrom('gateway.people as p')
        .select(['p.user_id as id', sql.lit<string | null>(null).as('name')])
        .where('p.workspace_id', '=', workspaceId)
        .where(({ eb, fn, val }) => eb(fn<string>('lower', ['p.email']), '=', fn.any(val(addresses)))),
    )
    .unionAll(
      tx
        .selectFrom('chat_engine.twin_profiles as t')
        .select(['t.ai_twin_id as id', 't.name'])
        .where('t.workspace_id', '=', workspaceId),
    )
    .execute()
  const named = rows.filter(({ name }) => name === null || handles.includes(foldHandle(name)))
  return [...new Set([...ids, ...named.map(({ id }) => id)])]
}

/** What is the same in all statements of a search. */
interface Search {
  workspaceId: string
  channels: string
  terms: readonly SearchTerm[]
  /** The first page's snapshot. */
  seen: string | null
  now: Date
  /** How many of the best matches are asked for. */
  top: number
}

interface Match {
  id: string
  score: number
  /** How many matches this stretch has. */
  found: number
}

/**
 * The best matches in a stretch of time, of its newest `most`. The statement's text depends on the path and the number
 * of terms alone, so that few different ones are prepared; each is planned for its own words every time.
 *
 * An index is used for nothing that is written as `(…) is true`.
 */
async function findStretch(
  tx: Db,
  search: Search,
  attempt: SearchAttempt,
  passed: readonly SearchAttempt[],
  stretch: Stretch,
  most: number,
): Promise<Match[]> {
  const { workspaceId, seen, now, top } = search
  // Raw: full text, and conditions that say which index they are for.
  const { rows } = await sql<Match>`
    with matches as materialized (
      select d.message_id, d.created_at, ${scoreOf(search.terms, now)} + ${passed.length === 0 ? 10 : 0}::float8 as score
      from search_documents d
      where (d.workspace_id = ${workspaceId}) is true
        and (${meets(attempt)}) is true
        and (${passed.length > 0}::boolean and ${meets(passed[0] ?? attempt)}) is not true
        and (${passed.length > 1}::boolean and ${meets(passed[1] ?? attempt)}) is not true
        -- What was stored under another cluster's numbers, before a dump was restored, was there before any page.
        and (${seen}::pg_snapshot is null or pg_visible_in_snapshot(d.stored_by, ${seen}::pg_snapshot)
          or d.stored_by >= pg_snapshot_xmax(pg_current_snapshot()))
        and ${reach(search.channels, attempt, stretch)}
    ), newest as (
      select * from matches order by created_at desc, message_id desc limit ${most}
    )
    select message_id as id, score, count(*) over ()::int as found
    from newest order by score desc, message_id desc limit ${top}`.execute(tx)
  return rows
}

/** What is null is gone once the statement is planned. */
function meets({ query: asked, patterns }: SearchAttempt): RawBuilder<boolean> {
  const query = asked ?? null
  const likes = patterns.length > 0 ? patterns : null
  return sql`(${query}::tsquery is null or d.lexemes @@ ${query}::tsquery)
    and (${likes}::text[] is null or d.folded like all(${likes}::text[]))`
}

/** How a stretch's documents are reached: the conditions that an index is used for, and the rest of the same. */
function reach(channels: string, { sought, parts }: SearchAttempt, stretch: Stretch): RawBuilder<boolean> {
  const { path, period } = stretch
  const readable = sql<boolean>`d.channel_id = any(${channels}::uuid[])`
  const since = stretch.since === undefined ? '-infinity' : new Date(stretch.since).toISOString()
  const until = stretch.until === undefined ? 'infinity' : new Date(stretch.until).toISOString()
  const dated = sql<boolean>`d.created_at >= ${since}::timestamptz and d.created_at < ${until}::timestamptz`
  if (path === 'channels') return sql`${readable} and ${dated}`
  if (path === 'keys')
    return sql`(${readable}) is true and (${dated}) is true
      and search_keys(d.channel_id, d.lexemes) && search_keys_of(${channels}::uuid[], ${sought!}::text[])`
  const seek = [
    ...(sought ? [sql`d.lexemes @@ ${anyOf(sought)}::tsquery`] : []),
    ...parts.map((part) => sql`d.folded like ${part}`),
    ...(period ? [sql`d.lexemes @@ ${anyOf(period)}::tsquery`] : []),
  ]
  const sieve = path === 'both' ? sql`${readable} and ${dated}` : sql`(${readable}) is true and (${dated}) is true`
  return sql`${sieve} and ${sql.join(seek, sql` and `)}`
}

const noRelevance: Relevance = { exact: null, forms: null, begins: null, rest: 0 }

/**
 * How well the terms are met, more when they stand together and less in long messages; and at least half of that however
 * old it is. Terms are filled up to a power of two, so that few different statements are prepared.
 */
function scoreOf(terms: readonly SearchTerm[], now: Date): RawBuilder<number> {
  const age = sql`greatest(extract(epoch from ${now.toISOString()}::timestamptz - d.created_at)::float8, 0)`
  const recency = sql`(0.5 + 0.5 / (1 + ${age} / 2592000))`
  if (terms.length === 0) return sql`${recency}`
  const slots = 2 ** Math.ceil(Math.log2(terms.length))
  const each = Array.from({ length: slots }, (_, i) => relevanceOf(terms[i]?.relevance ?? noRelevance))
  const adjacent = terms.length > 1 ? `%${terms.map(({ text }) => text).join(' ')}%` : null
  return sql`((${sql.join(each, sql` + `)}) / ${terms.length}::float8
      + case when d.folded like ${adjacent}::text then 0.3::float8 else 0 end)
    / (1 + 0.1::float8 * ln(1 + octet_length(d.folded) / 200::float8)) * ${recency}`
}

function relevanceOf({ exact, forms, begins, rest }: Relevance): RawBuilder<number> {
  return sql`case when d.folded like ${exact}::text then 1::float8 when d.lexemes @@ ${forms}::tsquery then 0.7
    when d.folded like ${begins}::text then 0.5 else ${rest}::float8 end`
}

/** The messages in this order, each with its words that are forms of a term. */
async function showFound(tx: Db, workspaceId: string, ids: readonly string[], stems: readonly string[]) {
  if (ids.length === 0) return []
  // Planning this one every time would take longer than running it.
  await sql`select set_config('plan_cache_mode', 'auto', true), set_config('enable_seqscan', 'on', true)`.execute(tx)
  const shown = await tx
    .selectFrom('message_resources as m')
    .select(({ ref }) => [
      'm.id',
      'm.resource',
      sql<string[]>`array(
        select distinct word
        from search_documents d, unnest(string_to_array(btrim(d.folded), ' ')) word
        where d.workspace_id = ${ref('m.workspace_id')} and d.message_id = ${ref('m.id')}
          and left(word, 1) = any(array(select left(stem, 1) from unnest(${stems}::text[]) stem))
          and ts_lexize('pg_catalog.english_stem', search_lexeme(word)) && ${stems}::text[])`.as('forms'),
    ])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.id', '=', ({ fn, val }) => fn.any(val(ids)))
    .where('m.deleted_at', 'is', null)
    .execute()
  const byId = new Map(shown.map(({ id, resource, forms }) => [id, { message: resource as Message, forms }]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
