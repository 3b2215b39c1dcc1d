import type { Message, Tombstone } from '@parley/contracts/messages/message'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'

/** Which messages are listed, and from where on. */
export type Section =
  | {
      kind: 'page'
      threadId?: string | undefined
      offset: number
      before?: string | undefined
      after?: string | undefined
    }
  | { kind: 'since'; by: 'seq' | 'rev'; position: number }

export interface History {
  messages: (Message | Tombstone)[]
  hasMore: boolean
  /** The channel's newest numbers. */
  seq: number
  rev: number
  /** Messages that are not deleted: roots, or the thread's replies; of a `since` section, how far ahead the channel is. */
  total: number
  /** False when `threadId` names no message of the channel. */
  threadFound: boolean
  /** False when `before` or `after` names no message of the channel. */
  cursorFound: boolean
  /** Of a thread: whether the reader follows it. */
  isFollowing: boolean | undefined
}

interface HistoryRow {
  seq: number
  rev: number
  total: number
  thread_found: boolean
  cursor_found: boolean
  is_following: boolean | null
  message: Message | Tombstone | null
}

/**
 * A section of a channel's messages with its totals, in one snapshot and one statement; undefined when the reader may
 * not read the channel. Every section is a range of an index, and totals come from counters.
 */
export async function findHistory(
  db: Db,
  reader: Person,
  channelId: string,
  section: Section,
  limit: number,
): Promise<History | undefined> {
  const plan = section.kind === 'page' ? pageOf(section) : sinceOf(section)
  const listed = (shown: RawBuilder<unknown>, source: RawBuilder<unknown>) => sql`
    select ${plan.position} as position, ${shown} as message from ${source} m
    where ${plan.range}
    order by ${plan.position} ${plan.scan} limit ${limit + 1} offset ${plan.offset}`
  // What is passed over is not rendered.
  const passed = sql`
    select passed.position, m.resource as message from (${listed(sql`m.id`, sql`messages`)}) passed (position, id)
    join message_resources m on m.workspace_id = a.workspace_id and m.id = passed.id`
  const { rows } = await sql<HistoryRow>`
    select coalesce(h.seq, 0) as seq, coalesce(h.rev, 0) as rev, ${plan.total} as total,
      ${plan.threadFound} as thread_found, ${plan.cursorFound} as cursor_found,
      ${plan.isFollowing} as is_following, page.message
    from channels.access a
    left join channel_heads h on h.workspace_id = a.workspace_id and h.channel_id = a.channel_id
    ${plan.joins}
    left join lateral (
      ${plan.offset === 0 ? listed(sql`m.resource`, sql`message_resources`) : passed}
    ) page on true
    where a.workspace_id = ${reader.workspaceId} and a.channel_id = ${channelId} and a.user_id = ${reader.userId}
    order by page.position ${plan.scan}`.execute(db)
  const [first] = rows
  if (!first) return undefined
  const messages = rows.slice(0, limit).flatMap(({ message }) => message ?? [])
  return {
    messages: plan.isReversed ? messages.reverse() : messages,
    hasMore: rows.length > limit,
    seq: first.seq,
    rev: first.rev,
    total: first.total,
    threadFound: first.thread_found,
    cursorFound: first.cursor_found,
    isFollowing: first.is_following ?? undefined,
  }
}

interface Plan {
  joins: RawBuilder<unknown>
  range: RawBuilder<unknown>
  /** What the section is ordered by, and which way it is read. */
  position: RawBuilder<unknown>
  scan: RawBuilder<unknown>
  offset: number
  /** Whether it is read the other way round than it is listed: the page nearest to a cursor, seen from behind. */
  isReversed: boolean
  total: RawBuilder<unknown>
  threadFound: RawBuilder<unknown>
  cursorFound: RawBuilder<unknown>
  isFollowing: RawBuilder<unknown>
}

const ascending = sql`asc`
const descending = sql`desc`
const always = sql`true`
const unknown = sql`null::boolean`
/** Whoever has said nothing follows the threads of their own messages. */
const follows = sql`coalesce(
  (select t.is_following from thread_people t where t.workspace_id = a.workspace_id and t.root_id = root.id and t.user_id = a.user_id),
  root.user_id = a.user_id, false)`

function pageOf({ threadId, offset, before, after }: Extract<Section, { kind: 'page' }>): Plan {
  const cursor = before ?? after
  const isThread = threadId !== undefined
  const scansUp = isThread ? before === undefined : after !== undefined
  return {
    joins: sql`
      ${
        isThread
          ? sql`left join messages t
        on t.workspace_id = a.workspace_id and t.id = ${threadId} and t.channel_id = a.channel_id
      left join messages root
        on root.workspace_id = a.workspace_id and root.id = coalesce(t.parent_message_id, t.id)`
          : sql``
      }
      ${
        cursor
          ? sql`left join messages c
        on c.workspace_id = a.workspace_id and c.id = ${cursor} and c.channel_id = a.channel_id`
          : sql``
      }`,
    range: sql`
      m.workspace_id = a.workspace_id
      and ${isThread ? sql`m.parent_message_id = root.id` : sql`m.channel_id = a.channel_id and m.parent_message_id is null`}
      and m.deleted_at is null
      ${cursor ? (before ? sql`and m.seq < c.seq` : sql`and m.seq > c.seq`) : sql``}`,
    position: sql`m.seq`,
    scan: scansUp ? ascending : descending,
    offset,
    isReversed: scansUp !== isThread,
    total: isThread ? sql`coalesce(root.reply_count, 0)` : sql`coalesce(h.root_count, 0)`,
    threadFound: isThread ? sql`root.id is not null` : always,
    cursorFound: cursor ? sql`c.id is not null` : always,
    isFollowing: isThread ? follows : unknown,
  }
}

function sinceOf({ by, position }: Extract<Section, { kind: 'since' }>): Plan {
  const column = by === 'seq' ? sql`m.seq` : sql`m.rev`
  const newest = by === 'seq' ? sql`h.seq` : sql`h.rev`
  return {
    joins: sql``,
    range: sql`m.workspace_id = a.workspace_id and m.channel_id = a.channel_id and ${column} > ${position}`,
    position: column,
    scan: ascending,
    offset: 0,
    isReversed: false,
    total: sql`greatest(coalesce(${newest}, 0) - ${position}::bigint, 0)`,
    threadFound: always,
    cursorFound: always,
    isFollowing: unknown,
  }
}
