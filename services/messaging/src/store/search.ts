import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { maxSearchTotal, searchWindow } from '@parley/contracts/messages/search'
import { ServiceError } from '@parley/kit/errors'
import { foldHandle } from '@parley/text/handle-fold'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import {
  anyOf,
  authorToken,
  type FoldedTerm,
  fileToken,
  planScan,
  planTerms,
  planTiers,
  type Relevance,
  type SearchStatistics,
  type SearchTerm,
  type SearchTier,
  type TimeRange,
} from '../domain/search-plan.ts'
import type { Names, SearchQuery } from '../domain/search-query.ts'
import type { Person } from './messages.ts'
import { withinPage } from './paging.ts'

export interface Found {
  messages: {
    message: StoredMessage
    /** Words of the message that are forms of a term, as PostgreSQL folds and stems them. */
    forms: string[]
  }[]
  /** Whether the page ends before its `limit`, since its messages are long. */
  isCut: boolean
  /** How many of the newest 10,000 matches there are. */
  matches: number
  /** The snapshot of this search, to request later pages with. */
  snapshot: string
}

export interface Page {
  /** Only this channel's messages. */
  channelId?: string | undefined
  limit: number
  offset: number
  /** The first page's snapshot and time; the snapshot is undefined on the first page itself. */
  snapshot?: string | undefined
  at: Date
}

/** The statement timeout; a search starts no further statement after it. */
const maxMs = 10_000

/**
 * One page of the messages that match a query, read by a few statements of one snapshot; undefined when the reader cannot
 * read the channel.
 *
 * Only the newest 10,000 matches count. Matches of whole words come before matches of parts of words, which are searched
 * only while whole words give at most 1,000. Within each, matches are ordered by relevance times recency. Documents that
 * were stored after the first page's snapshot are left out.
 *
 * @throws ServiceError 504 when a statement takes longer than 10 s, or is due after 10 s: at most 20 s in all
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
      if (isNothing) return { messages: [], isCut: false, matches: 0, snapshot }

      const search: Search = {
        workspaceId: reader.workspaceId,
        channels: scope.channels!,
        terms,
        firstSnapshot: page.snapshot ?? null,
        now: page.at,
        top: page.offset + page.limit,
      }
      const best: Match[] = []
      const earlierTiers: SearchTier[] = []
      let matches = 0
      for (const tier of planTiers(terms, narrowing, statistics)) {
        if (matches > maxSearchTotal) break
        const limit = searchWindow - matches
        const scan = planScan({
          tier,
          channels: scope.channel_count,
          messages: scope.messages,
          statistics,
          since: query.since?.getTime(),
          until: query.until?.getTime(),
          now: page.at.getTime(),
          limit,
        })
        let found = 0
        for (let range = scan.next(found); range; range = scan.next(found)) {
          if (performance.now() > deadline) throw new ServiceError('timeout', 'The search took too long.')
          const rows = await findInRange(tx, search, tier, earlierTiers, range, limit - found)
          found += rows[0]?.found ?? 0
          best.push(...rows)
        }
        matches += found
        earlierTiers.push(tier)
      }
      best.sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
      const ids = best.slice(page.offset, page.offset + page.limit).map(({ id }) => id)
      const stems = terms.flatMap((term) => term.stems)
      const messages = await showFound(tx, reader.workspaceId, ids, stems)
      return { messages, isCut: messages.length < ids.length, matches, snapshot }
    })
}

interface Scope {
  snapshot: string
  /** The channels to search, as the text of a PostgreSQL array, which is passed back unparsed. Null for none. */
  channels: string | null
  channel_count: number
  /** The messages in them. */
  messages: number
  /** How many of the requested channels the reader can read. */
  readable: number
  terms: { folded: string; stems: string[] | null }[]
}

/** Reads the channels to search and folds the terms; configures the planner for the statements of this transaction. */
async function readScope(tx: Db, reader: Person, query: SearchQuery, { channelId }: Page): Promise<Scope> {
  // Raw: snapshots, settings, folding and stemming are functions of PostgreSQL, and terms need an ordinality.
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

/** The ids of people, also former members, and twins with one of these ids, handles, names or addresses. */
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

/** Parameters that all statements of a search share. */
interface Search {
  workspaceId: string
  channels: string
  terms: readonly SearchTerm[]
  /** The first page's snapshot. */
  firstSnapshot: string | null
  now: Date
  /** How many of the best matches are wanted. */
  top: number
}

interface Match {
  id: string
  score: number
  /** How many matches the range has. */
  found: number
}

/**
 * The best of the newest `limit` matches in a range of time. The statement's text depends only on the access path and the
 * number of terms, so few statements are prepared; each is planned anew for its parameters (force_custom_plan).
 *
 * `(cond) is true` stops the planner from using an index for cond.
 */
async function findInRange(
  tx: Db,
  search: Search,
  tier: SearchTier,
  earlierTiers: readonly SearchTier[],
  range: TimeRange,
  limit: number,
): Promise<Match[]> {
  const { workspaceId, firstSnapshot, now, top } = search
  // Raw: full text, and conditions that say which index they are for.
  const { rows } = await sql<Match>`
    with matches as materialized (
      select d.message_id, d.created_at, ${scoreOf(search.terms, now)} + ${earlierTiers.length === 0 ? 10 : 0}::float8 as score
      from search_documents d
      where (d.workspace_id = ${workspaceId}) is true
        and (${matchCondition(tier)}) is true
        and (${earlierTiers.length > 0}::boolean and ${matchCondition(earlierTiers[0] ?? tier)}) is not true
        and (${earlierTiers.length > 1}::boolean and ${matchCondition(earlierTiers[1] ?? tier)}) is not true
        -- After a restore, xids of the old cluster may exceed the current snapshot; such rows count as visible.
        and (${firstSnapshot}::pg_snapshot is null or pg_visible_in_snapshot(d.stored_by, ${firstSnapshot}::pg_snapshot)
          or d.stored_by >= pg_snapshot_xmax(pg_current_snapshot()))
        and ${accessCondition(search.channels, tier, range)}
    ), newest as (
      select * from matches order by created_at desc, message_id desc limit ${limit}
    )
    select message_id as id, score, count(*) over ()::int as found
    from newest order by score desc, message_id desc limit ${top}`.execute(tx)
  return rows
}

/** Null parameters are folded away at planning (force_custom_plan). */
function matchCondition(tier: SearchTier): RawBuilder<boolean> {
  const query = tier.query ?? null
  const likes = tier.patterns.length > 0 ? tier.patterns : null
  const edges = tier.edges.length > 0 ? tier.edges : null
  return sql`(${query}::tsquery is null or d.lexemes @@ ${query}::tsquery)
    and (${likes}::text[] is null or d.folded like all(${likes}::text[]))
    and (${edges}::text[] is null or d.folded ~ all(${edges}::text[]))`
}

/** The condition for a range's documents in the reader's channels, written so that only its access path's indexes are used. */
function accessCondition(channels: string, { indexTerms, parts }: SearchTier, range: TimeRange): RawBuilder<boolean> {
  const { path, period } = range
  const readable = sql<boolean>`d.channel_id = any(${channels}::uuid[])`
  const since = range.since === undefined ? '-infinity' : new Date(range.since).toISOString()
  const until = range.until === undefined ? 'infinity' : new Date(range.until).toISOString()
  const dated = sql<boolean>`d.created_at >= ${since}::timestamptz and d.created_at < ${until}::timestamptz`
  if (path === 'channels') return sql`${readable} and ${dated}`
  if (path === 'keys')
    return sql`(${readable}) is true and (${dated}) is true
      and search_keys(d.channel_id, d.lexemes) && search_keys_of(${channels}::uuid[], ${indexTerms!}::text[])`
  const seek = [
    ...(indexTerms ? [sql`d.lexemes @@ ${anyOf(indexTerms)}::tsquery`] : []),
    ...parts.map((part) => sql`d.folded like ${part}`),
    ...(period ? [sql`d.lexemes @@ ${anyOf(period)}::tsquery`] : []),
  ]
  const filter = path === 'both' ? sql`${readable} and ${dated}` : sql`(${readable}) is true and (${dated}) is true`
  return sql`${filter} and ${sql.join(seek, sql` and `)}`
}

const noRelevance: Relevance = { exact: null, forms: null, begins: null, rest: 0 }

/**
 * A document's score: relevance of the terms, more if they stand together and less in long messages, times 0.5 to 1 by
 * age. The terms are padded to a power of two, so that few different statements are prepared.
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

/** How many different words of a message are tried for being forms of a term. */
const maxForms = 200

/**
 * The messages with these ids, in their order, each with its words that are forms of a term; as many as a page has room
 * for.
 */
async function showFound(tx: Db, workspaceId: string, ids: readonly string[], stems: readonly string[]) {
  if (ids.length === 0) return []
  // Planning this statement every time would take longer than running it.
  await sql`select set_config('plan_cache_mode', 'auto', true), set_config('enable_seqscan', 'on', true)`.execute(tx)
  const rank = sql`array_position(${ids}::uuid[], m.id)`
  const rows = await tx
    .selectFrom('message_resources as m')
    .select(({ ref }) => [
      withinPage(ref('m.resource'), ref('m.bytes'), rank).as('resource'),
      withinPage(
        sql<string[]>`array(
          select word from (
            select distinct word
            from search_documents d, unnest(string_to_array(btrim(d.folded), ' ')) word
            where d.workspace_id = ${ref('m.workspace_id')} and d.message_id = ${ref('m.id')}
              and word ^@ any(${stems.map(beginningOf)}::text[])
            limit ${maxForms}) candidates
          where ts_lexize('pg_catalog.english_stem', search_lexeme(word)) && ${stems}::text[])`,
        ref('m.bytes'),
        rank,
      ).as('forms'),
    ])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.id', '=', ({ fn, val }) => fn.any(val(ids)))
    .where('m.deleted_at', 'is', null)
    .orderBy(rank)
    .execute()
  return rows.flatMap(({ resource, forms }) =>
    resource && isMessage(resource) ? { message: resource, forms: forms ?? [] } : [],
  )
}

/** What all forms of a stem begin with: `tr` of `tri`, which is that of `tries` and `trying`, and `d` of `die`, of `dying`. */
const beginningOf = (stem: string): string => stem.slice(0, stem.length > 3 ? -1 : 1)
