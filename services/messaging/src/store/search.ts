import type { Message } from '@parley/contracts/messages/message'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { SearchQuery } from '../domain/search-query.ts'
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

interface FoundRow {
  message: Message | null
  words: string[] | null
  matches: number
  seen: string
}

/**
 * One page of what a reader finds, in one statement: `search_messages`, described where it is defined. Undefined when
 * the channel is not one they may read.
 */
export async function findMessages(db: Db, reader: Person, query: SearchQuery, page: Page): Promise<Found | undefined> {
  const { rows } = await sql<FoundRow>`
    select m.resource as message, found.words, found.matches, found.seen
    from search_messages(${reader.workspaceId}, ${reader.userId}, ${page.channelId ?? null},
      ${query.terms.map(({ text }) => text)}, ${query.terms.map(({ isQuoted }) => isQuoted)},
      ${query.from?.ids ?? null}, ${query.from?.names ?? null}, ${query.in?.ids ?? null}, ${query.in?.names ?? null},
      ${query.hasFile}, ${query.since?.toISOString() ?? null}, ${query.until?.toISOString() ?? null},
      ${page.snapshot ?? null}, ${page.at.toISOString()}, ${page.limit}, ${page.offset}) found
    left join message_resources m on m.workspace_id = ${reader.workspaceId} and m.id = found.message_id
    order by found.place`.execute(db)
  const [first] = rows
  if (!first) return undefined
  return {
    messages: rows.flatMap(({ message, words }) => (message?.id ? { message, forms: words ?? [] } : [])),
    matches: first.matches,
    snapshot: first.seen,
  }
}

/** Puts new documents in their places in the indexes; nothing while another replica is at it. */
export async function fileNewDocuments(db: Db): Promise<void> {
  await sql`
    select gin_clean_pending_list('search_documents_by_key'), gin_clean_pending_list('search_documents_found')
    where pg_try_advisory_xact_lock(hashtextextended('messaging.file_new_documents', 0))`.execute(db)
}
