import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Candidate } from '../retrieval/rank.ts'
import type { Person } from './messages.ts'

/** A candidate with what is shown of it. */
export interface Source extends Candidate {
  channelId: string
  author: string
}

/** What a question asks for. */
export interface AskedFor {
  /** The stems of its words, without stop words, as search documents have them. */
  lexemes: string[]
  /** The channels that may be quoted, by id, with their names. */
  channels: Map<string, string>
}

/**
 * The lexemes of a question, and the channels that may be quoted to whoever reads the answer: those that the person can
 * read, and where the answer goes to a channel, that everyone can read who can read that channel.
 *
 * @returns undefined when the person cannot read the channel that the answer goes to
 */
export async function readAskedFor(
  db: Db,
  { workspaceId, userId }: Person,
  question: string,
  destination: string | null,
): Promise<AskedFor | undefined> {
  // Raw: lexemes are made as search documents make them.
  const { rows } = await sql<{ lexemes: string[]; channels: { id: string; name: string }[]; is_readable: boolean }>`
    with destination as (
      select a.channel_id, a.is_private from channels.access a
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
          or (not a.is_private or (select is_private from destination))
            and a.member_count >= cardinality(readers)
            and cardinality(readers) = (
              select count(*) from channels.memberships m
              where m.workspace_id = ${workspaceId} and m.channel_id = a.channel_id and m.user_id = any(readers)))
    )
    select array(
        select lexeme from unnest(to_tsvector('pg_catalog.english', search_fold(${question})))
      ) as lexemes,
      (select coalesce(json_agg(json_build_object('id', channel_id, 'name', name)), '[]') from quotable) as channels,
      (${destination}::uuid is null or exists (select from destination)) as is_readable`.execute(db)
  const { lexemes, channels, is_readable } = rows[0]!
  return is_readable ? { lexemes, channels: new Map(channels.map(({ id, name }) => [id, name])) } : undefined
}

/** Documents that one query gives, newest first. */
const maxOfQuery = 400
/** Replies of a thread that are looked at. */
const maxReplies = 20

/**
 * The newest messages that match one of the queries, with the threads that they stand in.
 *
 * @param queries tsqueries, the more specific first; as many are tried as it takes to find `enough`
 */
export async function findCandidates(
  db: Db,
  workspaceId: string,
  channels: readonly string[],
  queries: readonly string[],
  enough: number,
): Promise<Source[]> {
  const found = new Set<string>()
  for (const query of queries) {
    if (found.size >= enough) break
    // Raw: full text. `is true` keeps the planner from indexes that are for something else.
    const { rows } = await sql<{ id: string }>`
      select d.message_id as id from search_documents d
      where (d.workspace_id = ${workspaceId}) is true and (d.channel_id = any(${channels}::uuid[])) is true
        and d.lexemes @@ ${query}::tsquery
      order by d.created_at desc limit ${sql.lit(maxOfQuery)}`.execute(db)
    for (const { id } of rows) found.add(id)
  }
  return found.size === 0 ? [] : readSources(db, workspaceId, [...found])
}

/** Messages with their lexemes, their threads' roots, and if they are roots, their first replies. */
async function readSources(db: Db, workspaceId: string, ids: readonly string[]): Promise<Source[]> {
  const { rows } = await sql<{
    id: string
    channel_id: string
    root_id: string | null
    author_id: string | null
    author: string
    content: string
    lexemes: string[]
    created_at: string
  }>`
    with found as (
      select m.id, m.parent_message_id, m.reply_count from messages m
      where m.workspace_id = ${workspaceId} and m.id = any(${ids}::uuid[]) and m.deleted_at is null
    ), wanted as (
      select id from found
      union
      select parent_message_id from found where parent_message_id is not null
      union
      select r.id from found f
      cross join lateral (
        select m.id from messages m
        where m.workspace_id = ${workspaceId} and m.parent_message_id = f.id and m.deleted_at is null
        order by m.created_at, m.seq limit ${sql.lit(maxReplies)}) r
      where f.parent_message_id is null and f.reply_count > 0
    )
    select m.id, m.channel_id, m.parent_message_id as root_id, coalesce(m.user_id, m.ai_twin_id) as author_id,
      coalesce(p.display_name, m.author_name, 'Somebody') as author, m.content,
      array(select lexeme from unnest(d.lexemes) where left(lexeme, 1) <> '#') as lexemes, m.created_at
    from wanted
    join messages m on m.workspace_id = ${workspaceId} and m.id = wanted.id and m.deleted_at is null
    join search_documents d on d.workspace_id = m.workspace_id and d.message_id = m.id
    left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    channelId: row.channel_id,
    rootId: row.root_id,
    authorId: row.author_id,
    author: row.author,
    text: row.content,
    lexemes: row.lexemes,
    writtenAt: Date.parse(row.created_at),
  }))
}
