import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import { anyOf, beginningWith, type SearchStatistics } from '../domain/search-plan.ts'
import type { Candidate } from '../retrieval/rank.ts'
import type { StemmedWord, Term } from '../retrieval/terms.ts'
import { hasCrossed } from './crossed.ts'
import type { Person } from './messages.ts'

/** A candidate with what is shown of it. */
export interface Source extends Candidate {
  messageId: string
  /** `place` is where in the file the passage stands, in words. */
  file: { id: string; name: string; place: string } | null
  channelId: string
  author: string
}

/** What may be quoted to whoever reads an answer. */
export interface Audience {
  /** The channels, by id, with their names. */
  channels: Map<string, string>
  /** Messages in them. */
  messages: number
  /** The words of the question, in their order. */
  words: StemmedWord[]
  /** Whether people of a platform read the answer: of the channel, they have seen what crossed. */
  isOutward: boolean
}

/**
 * What may be quoted to whoever reads an answer: channels that the person who asks can read, and where the answer goes to a
 * channel, that everyone can read who can read that channel; where its messages go to a platform, it alone. Configures the planner for the statements of this transaction.
 *
 * @returns undefined when the person cannot read the channel that the answer goes to
 */
export async function readAudience(
  tx: Db,
  { workspaceId, userId }: Person,
  destination: string | null,
  words: readonly string[],
): Promise<Audience | undefined> {
  // Raw: settings and stems are functions of PostgreSQL, and arrays are compared.
  const { rows } = await sql<{
    channels: { id: string; name: string }[]
    messages: number
    words: Audience['words']
    isOutward: boolean
    is_readable: boolean
  }>`
    with destination as (
      select a.channel_id, a.is_private, exists (
          select from integrations.outward_channels o
          where o.workspace_id = a.workspace_id and o.channel_id = a.channel_id) as is_outward
      from channels.access a
      where a.workspace_id = ${workspaceId} and a.channel_id = ${destination}::uuid and a.user_id = ${userId}
    ), audience as (
      -- The readers of the answer who cannot read every public channel, and where it is private, all of them.
      select coalesce(array_agg(a.user_id) filter (where d.is_private), '{}') as members,
        coalesce(array_agg(a.user_id) filter (where a.workspace_role = 'guest'), '{}') as guests
      from destination d join channels.access a on a.workspace_id = ${workspaceId} and a.channel_id = d.channel_id
      where d.is_private or a.workspace_role = 'guest'
    ), quotable as (
      select a.channel_id, a.name
      from channels.access a, audience,
        lateral (select case when a.is_private then audience.members else audience.guests end as readers) who
      where a.workspace_id = ${workspaceId} and a.user_id = ${userId}
        and (${destination}::uuid is null or a.channel_id = ${destination}::uuid
          or not (select is_outward from destination)
            and (not a.is_private or (select is_private from destination))
            and a.member_count >= cardinality(readers)
            and cardinality(readers) = (
              select count(*) from channels.memberships m
              where m.workspace_id = ${workspaceId} and m.channel_id = a.channel_id and m.user_id = any(readers)))
    )
    select
      (select coalesce(json_agg(json_build_object('id', channel_id, 'name', name)), '[]') from quotable) as channels,
      (select coalesce(sum(h.message_count), 0)::float8 from channel_heads h join quotable q on q.channel_id = h.channel_id
        where h.workspace_id = ${workspaceId}) as messages,
      (select coalesce(json_agg(json_build_object('word', word,
          'stem', (ts_lexize('pg_catalog.english_stem', search_lexeme(word)))[1]) order by n), '[]')
        from unnest(${words}::text[]) with ordinality given (word, n)) as words,
      coalesce((select is_outward from destination), false) as "isOutward",
      (${destination}::uuid is null or exists (select from destination)) as is_readable,
      (select count(set_config(name, value, true))
        from (values ('jit', 'off'), ('max_parallel_workers_per_gather', '0'), ('enable_seqscan', 'off'),
          ('work_mem', '64MB'), ('plan_cache_mode', 'force_custom_plan')) setting (name, value)) as settings`.execute(
    tx,
  )
  const { channels, is_readable, ...rest } = rows[0]!
  return is_readable ? { ...rest, channels: new Map(channels.map(({ id, name }) => [id, name])) } : undefined
}

/** Messages, and passages of files, that one combination of terms gives. */
const maxMatches = 300
const maxPassages = 30
/** Documents that are read for them, by estimate; where there are more, older ones are left out. */
const maxRead = 4_000

/** How to find documents: by keys of channel and lexeme, by lexemes everywhere, or by these and the channels' own index. */
type AccessPath = 'keys' | 'words' | 'both'

/** Where to look for a combination of terms. */
export interface Range {
  path: AccessPath
  since?: Date
}

// Estimated microseconds; only their ratios matter.
const perKey = 5
const perPosting = 0.25
const perEntry = 0.5
const perRow = 4

/**
 * The cheapest way to the documents that have all of the terms. Keys cost what there is in these channels alone, however
 * much is said elsewhere; but the beginnings of words have none.
 */
export function rangeFor(
  frequencies: readonly number[],
  { channels, messages, hasPrefixes }: { channels: number; messages: number; hasPrefixes: boolean },
  statistics: SearchStatistics,
): Range {
  const rarest = Math.min(...frequencies)
  // Words of one question come together more often than by chance.
  const together = frequencies.reduce((product, each) => product * Math.min(1, each * 5), 1) / 5
  const expected = messages * Math.min(rarest, Math.max(together, rarest / 50))
  const documents = Math.max(statistics.documents, messages)
  const part = Math.min(1, maxRead / Math.max(expected, 1))
  const since = part < 1 ? statistics.bounds[Math.floor((1 - part) * (statistics.bounds.length - 1))] : undefined
  const costs: Record<AccessPath, number> = {
    keys: hasPrefixes
      ? Number.POSITIVE_INFINITY
      : channels * frequencies.length * perKey + messages * rarest * perPosting,
    words: documents * rarest * (perPosting + (expected / Math.max(messages * rarest, 1)) * perRow),
    both: documents * rarest * perPosting + messages * part * perEntry,
  }
  const [path] = (Object.keys(costs) as AccessPath[]).sort((a, b) => costs[a] - costs[b])
  return { path: path!, ...(since !== undefined && { since: new Date(since) }) }
}

/** A message that has all of the terms, or a passage of a file of it. */
export interface Match {
  messageId: string
  fileId: string | null
  ordinal: number | null
}

/**
 * The newest messages of these channels that have all of the terms, and passages of their files, which have the same
 * columns and indexes. `(cond) is true` keeps an index from cond.
 */
export async function findMatches(
  tx: Db,
  workspaceId: string,
  channels: readonly string[],
  terms: readonly Term[],
  { path, since }: Range,
): Promise<Match[]> {
  const readable = sql<boolean>`d.channel_id = any(${channels}::uuid[])`
  const after = sql<boolean>`d.created_at >= ${since?.toISOString() ?? '-infinity'}::timestamptz`
  const has: Record<AccessPath, () => RawBuilder<boolean>> = {
    // Keys of one channel alone can all be in one document.
    keys: () => {
      const keys = terms.map(
        ({ lexeme, compounds }) =>
          sql`search_keys(d.channel_id, d.lexemes) && search_keys_of(${channels}::uuid[], ${[lexeme, ...compounds]}::text[])`,
      )
      return sql`(${readable}) is true and (${after}) is true and ${sql.join(keys, sql` and `)}`
    },
    words: () => sql`(${readable}) is true and (${after}) is true and d.lexemes @@ ${queryOf(terms)}::tsquery`,
    both: () => sql`${readable} and ${after} and d.lexemes @@ ${queryOf(terms)}::tsquery`,
  }
  const hasTerms = has[path]()
  const { rows } = await sql<Match>`
    (select d.message_id as "messageId", null::uuid as "fileId", null::int as ordinal from search_documents d
      where (d.workspace_id = ${workspaceId}) is true and ${hasTerms}
      order by d.created_at desc limit ${sql.lit(maxMatches)})
    union all
    (select d.message_id, d.file_id, d.ordinal from file_passages d
      where (d.workspace_id = ${workspaceId}) is true and ${hasTerms}
      order by d.created_at desc limit ${sql.lit(maxPassages)})`.execute(tx)
  return rows
}

const queryOf = (terms: readonly Term[]): string =>
  terms
    .map(({ lexeme, prefix, compounds }) =>
      prefix === undefined ? `(${anyOf([lexeme, ...compounds])})` : beginningWith(prefix),
    )
    .join(' & ')

/** Where sources are read, and whether for people of a platform too, who have seen only what crossed. */
export interface Readers {
  workspaceId: string
  isOutward: boolean
}

/** Messages and passages with their lexemes, and their threads' roots. */
export async function readSources(tx: Db, readers: Readers, matches: readonly Match[]): Promise<Source[]> {
  const { workspaceId } = readers
  const ids = matches.map(({ messageId }) => messageId)
  const found = sql`
    select match.id, null::uuid as asked_id, match.file_id, match.ordinal
    from unnest(${ids}::uuid[], ${matches.map(({ fileId }) => fileId)}::uuid[],
      ${matches.map(({ ordinal }) => ordinal)}::int[]) match (id, file_id, ordinal)
    union
    select m.parent_message_id, null, null, null from messages m
    where m.workspace_id = ${workspaceId} and m.id = any(${ids}::uuid[]) and m.parent_message_id is not null`
  return sourcesOf(tx, readers, found)
}

/** Replies of a question that are looked at: in its thread, and beside it. */
const maxReplies = 8
/** What is written beside a question is looked through for replies for so long, and as far as so many messages. */
const maxBesideMs = 20 * 60_000
const maxBeside = 60

/**
 * What was replied to questions: in their threads, and where people do not use threads, what begins with the name of
 * whoever asked. A reply is in the channel of its question.
 */
export async function readReplies(tx: Db, readers: Readers, questions: readonly Source[]): Promise<Source[]> {
  const { workspaceId } = readers
  const asked = questions.map(({ id, channelId, author, writtenAt, replies }) => ({
    ...{ id, channel_id: channelId, name: author.toLowerCase(), has_replies: replies > 0 },
    ...{ at: new Date(writtenAt).toISOString(), until: new Date(writtenAt + maxBesideMs).toISOString() },
  }))
  const found = sql`
    select r.id, q.id as asked_id, null::uuid as file_id, null::int as ordinal
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) q (id uuid, channel_id uuid, name text,
      has_replies boolean, at timestamptz, until timestamptz)
    cross join lateral (
      (select m.id from messages m
        where q.has_replies and m.workspace_id = ${workspaceId} and m.parent_message_id = q.id and m.deleted_at is null
          and m.ai_twin_id is null
        order by m.created_at, m.seq limit ${sql.lit(maxReplies)})
      union all
      (select beside.id from (
          select m.id, m.content, m.created_at, m.seq from messages m
          where not q.has_replies and m.workspace_id = ${workspaceId} and m.channel_id = q.channel_id
            and m.parent_message_id is null and m.deleted_at is null and m.ai_twin_id is null
            and m.created_at >= q.at and m.created_at < q.until and m.id <> q.id
          order by m.created_at, m.seq limit ${sql.lit(maxBeside)}) beside
        where lower(left(beside.content, length(q.name) + 2))
          in (q.name || ': ', q.name || ', ', q.name || '; ', '@' || q.name || ' ')
        order by beside.created_at, beside.seq limit ${sql.lit(maxReplies)})
    ) r`
  return sourcesOf(tx, readers, found)
}

/**
 * Reads messages and passages by their ids, and of replies by what they reply to, if not to their thread's root. What
 * twins have said is none: it quotes what people said, and would be its own witness.
 */
async function sourcesOf(tx: Db, { workspaceId, isOutward }: Readers, found: RawBuilder<unknown>): Promise<Source[]> {
  // Raw: a tsvector comes as its text, `'one' 'two'`, which costs a fraction of an array of them.
  const { rows } = await sql<{
    message_id: string
    file: Source['file']
    ordinal: number | null
    channel_id: string
    root_id: string | null
    author_id: string | null
    author: string
    content: string
    lexemes: string
    created_at: string
    reaction_count: number
    reply_count: number
    is_pinned: boolean
  }>`
    with wanted as materialized (${found})
    select m.id as message_id, passage.ordinal, m.channel_id, coalesce(m.parent_message_id, wanted.asked_id) as root_id,
      coalesce(m.user_id::text, m.author_platform || ':' || m.author_foreign_id) as author_id,
      coalesce(p.display_name, m.author_name, 'Somebody') as author,
      coalesce(passage.text, left(m.content, ${sql.lit(maxTextLength)})) as content,
      coalesce(passage.lexemes, d.lexemes)::text as lexemes, m.created_at, m.reaction_count, m.reply_count,
      m.metadata->>'pinned' is not distinct from 'true' as is_pinned,
      (select json_build_object('id', f.id, 'name', f.name, 'place', passage.place) from files f
        where f.workspace_id = passage.workspace_id and f.id = passage.file_id) as file
    from wanted
    join messages m on m.workspace_id = ${workspaceId} and m.id = wanted.id and m.deleted_at is null and m.ai_twin_id is null
    join search_documents d on d.workspace_id = m.workspace_id and d.message_id = m.id
    left join file_passages passage on passage.workspace_id = m.workspace_id and passage.file_id = wanted.file_id
      and passage.ordinal = wanted.ordinal
    left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
    where not ${isOutward}::boolean or ${hasCrossed}
    order by m.id, passage.file_id, passage.ordinal`.execute(tx)
  return rows.map((row) => ({
    id: row.file ? `${row.file.id}:${row.ordinal}` : row.message_id,
    messageId: row.message_id,
    file: row.file,
    channelId: row.channel_id,
    rootId: row.root_id,
    authorId: row.author_id,
    author: row.author,
    text: row.content,
    lexemes: row.lexemes
      .slice(1, -1)
      .split("' '")
      .filter((lexeme) => !lexeme.startsWith('#')),
    writtenAt: Date.parse(row.created_at),
    reactions: row.reaction_count,
    replies: row.reply_count,
    isPinned: row.is_pinned,
  }))
}

/** Characters of a message that are read: what answers a question is at its beginning. */
const maxTextLength = 4_000
