import { type MessageResource, maxPageBytes } from '@parley/contracts/messages/message'
import { type Expression, expressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { Person } from './messages.ts'
import { cutPage, ordered, withinPage } from './paging.ts'

/** A place in a channel: a message's id, or a time. */
export type Place = string | { at: string }

/** Which messages are listed, and from which place or number on. `from` is `after`, with the message itself. */
export type Section =
  | {
      kind: 'page'
      threadId?: string | undefined
      offset: number
      before?: Place | undefined
      after?: Place | undefined
      from?: Place | undefined
    }
  | { kind: 'since'; by: 'seq' | 'rev'; position: number }

export interface History {
  messages: MessageResource[]
  hasMore: boolean
  /** The channel's newest numbers. */
  seq: number
  rev: number
  /** Messages that are not deleted: roots, or the thread's replies; of a `since` section, how far ahead the channel is. */
  total: number
  /** The root of the thread; undefined when `threadId` names no message of the channel. */
  rootId: string | undefined
  /** False when the place is named by what is no message of the channel. */
  cursorFound: boolean
}

/**
 * A section of a channel's messages with its totals, in one snapshot and one statement; undefined when the reader may
 * not read the channel. Every section is a range of an index, and totals come from counters. It ends where it has
 * `limit` messages, or `maxBytes` of them.
 */
export async function findHistory(
  db: Db,
  reader: Person,
  channelId: string,
  section: Section,
  limit: number,
  maxBytes = maxPageBytes,
): Promise<History | undefined> {
  const { threadId, cursor, offset } = startOf(section)
  const { position, direction, isReversed } = scanOf(section)
  const orderOf = (at: Expression<unknown>, by: Expression<unknown>) =>
    sql.join((section.kind === 'page' ? [at, by] : [by]).map((each) => ordered(each, direction)))
  const rows = await db
    .selectFrom(findScope(db, reader, channelId, { threadId, cursor }).as('scope'))
    .leftJoinLateral(
      ({ selectFrom }) => {
        const listed = rangeOf(section)
          .select(({ ref }) => ['m.created_at as at', ref(position).as('position')])
          .$if(section.kind === 'page', (query) => query.orderBy('m.created_at', direction))
          .orderBy(position, direction)
          .limit(limit + 1)
        if (offset === 0)
          return listed
            .select(({ ref }) =>
              withinPage(ref('m.resource'), ref('m.bytes'), orderOf(ref('m.created_at'), ref(position)), maxBytes).as(
                'resource',
              ),
            )
            .as('page')
        // Messages before the offset are not rendered.
        return selectFrom(listed.select('m.id').offset(offset).as('passed'))
          .innerJoin('message_resources as m', (join) =>
            join.onRef('m.workspace_id', '=', 'scope.workspace_id').onRef('m.id', '=', 'passed.id'),
          )
          .select(({ ref }) => [
            'passed.at',
            'passed.position',
            withinPage(
              ref('m.resource'),
              ref('m.bytes'),
              orderOf(ref('passed.at'), ref('passed.position')),
              maxBytes,
            ).as('resource'),
          ])
          .as('page')
      },
      (join) => join.onTrue(),
    )
    .selectAll('scope')
    .select('page.resource')
    .$if(section.kind === 'page', (query) => query.orderBy('page.at', direction))
    .orderBy('page.position', direction)
    .execute()
  const [first] = rows
  if (!first) return undefined
  const { page: messages, hasMore } = cutPage(rows, limit, isReversed)
  const isThread = threadId !== undefined
  return {
    messages,
    hasMore,
    seq: first.seq,
    rev: first.rev,
    total:
      section.kind === 'since'
        ? Math.max(first[section.by] - section.position, 0)
        : ((isThread ? first.reply_count : first.root_count) ?? 0),
    rootId: first.root_id ?? undefined,
    cursorFound: cursor === undefined || first.cursor_seq !== null,
  }
}

interface Start {
  threadId: string | undefined
  cursor: string | undefined
  /** How many messages are skipped from there. */
  offset: number
}

function startOf(section: Section): Start {
  if (section.kind === 'since') return { threadId: undefined, cursor: undefined, offset: 0 }
  const { threadId, offset } = section
  const place = section.before ?? section.after ?? section.from
  return { threadId, cursor: typeof place === 'string' ? place : undefined, offset }
}

/**
 * By which number a section is read (a page by time first: imported messages have new numbers and old times) and which
 * way, and whether that is not the way it is listed.
 */
function scanOf(section: Section) {
  if (section.kind === 'since') return { position: `m.${section.by}`, direction: 'asc', isReversed: false } as const
  const isThread = section.threadId !== undefined
  const isUpwards = isThread ? section.before === undefined : (section.after ?? section.from) !== undefined
  return { position: 'm.seq', direction: isUpwards ? 'asc' : 'desc', isReversed: isUpwards !== isThread } as const
}

/** The channel with its counters; its thread's root and its cursor's number where a section begins at them. */
const findScope = (
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  { threadId, cursor }: Pick<Start, 'threadId' | 'cursor'>,
) =>
  db
    .selectFrom('channels.access as a')
    .leftJoin('channel_heads as h', (join) =>
      join.onRef('h.workspace_id', '=', 'a.workspace_id').onRef('h.channel_id', '=', 'a.channel_id'),
    )
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .select(({ fn, lit }) => [
      'a.workspace_id',
      'a.channel_id',
      fn.coalesce('h.seq', lit(0)).as('seq'),
      fn.coalesce('h.rev', lit(0)).as('rev'),
      'h.root_count',
    ])
    .$if(threadId !== undefined, (query) =>
      query
        .leftJoin('messages as m', (join) =>
          join
            .onRef('m.workspace_id', '=', 'a.workspace_id')
            .onRef('m.channel_id', '=', 'a.channel_id')
            .on('m.id', '=', threadId!),
        )
        .leftJoin('messages as root', (join) =>
          join
            .onRef('root.workspace_id', '=', 'a.workspace_id')
            .on(({ eb, fn }) => eb('root.id', '=', fn.coalesce('m.parent_message_id', 'm.id'))),
        )
        .select(['root.id as root_id', 'root.reply_count']),
    )
    .$if(cursor !== undefined, (query) =>
      query
        .leftJoin('messages as c', (join) =>
          join
            .onRef('c.workspace_id', '=', 'a.workspace_id')
            .onRef('c.channel_id', '=', 'a.channel_id')
            .on('c.id', '=', cursor!),
        )
        .select(['c.created_at as cursor_at', 'c.seq as cursor_seq']),
    )

/** The columns of `findScope` that ranges use. */
interface Scope {
  workspace_id: string
  channel_id: string
  root_id?: string | null
  cursor_at?: string | null
  cursor_seq?: number | null
}

/** The messages of a section, which starts at the cursor of `scope`. */
function rangeOf(section: Section) {
  const messages = expressionBuilder<DB & { scope: Scope }, 'scope'>()
    .selectFrom('message_resources as m')
    .whereRef('m.workspace_id', '=', 'scope.workspace_id')
  if (section.kind === 'since')
    return messages.whereRef('m.channel_id', '=', 'scope.channel_id').where(`m.${section.by}`, '>', section.position)
  const { threadId, before, after, from } = section
  const shown = (
    threadId === undefined
      ? messages.whereRef('m.channel_id', '=', 'scope.channel_id').where('m.parent_message_id', 'is', null)
      : messages.whereRef('m.parent_message_id', '=', 'scope.root_id')
  ).where('m.deleted_at', 'is', null)
  const beyond = (operator: '<' | '>' | '>=', place: Place) =>
    shown.where(({ eb, refTuple, tuple, val }) =>
      eb(
        refTuple('m.created_at', 'm.seq'),
        operator,
        typeof place === 'string'
          ? refTuple('scope.cursor_at', 'scope.cursor_seq').$castTo<[string, number]>()
          : tuple(val(place.at), val(0)),
      ),
    )
  if (before !== undefined) return beyond('<', before)
  if (after !== undefined) return beyond('>', after)
  return from === undefined ? shown : beyond('>=', from)
}

/** A section's messages around a place, in the list's own order, and what there is beyond them. */
export interface Surroundings extends History {
  /** Whether there is anything before the first of them. */
  hasPrevious: boolean
}

/** As `findHistory`, for the messages on both sides of a place, with the message itself. */
export async function findAround(
  db: Db,
  reader: Person,
  channelId: string,
  { threadId, place }: { threadId: string | undefined; place: Place },
  limit: number,
): Promise<Surroundings | undefined> {
  const earlierLimit = Math.floor(limit / 2)
  const page = { kind: 'page', threadId, offset: 0 } as const
  const later = await findHistory(
    db,
    reader,
    channelId,
    { ...page, from: place },
    limit - earlierLimit,
    maxPageBytes / 2,
  )
  const isThreadFound = threadId === undefined || later?.rootId !== undefined
  if (!later?.cursorFound || !isThreadFound) return later && { ...later, hasPrevious: false }
  const earlier = await findHistory(db, reader, channelId, { ...page, before: place }, earlierLimit, maxPageBytes / 2)
  if (!earlier) return undefined
  const [first, last] = threadId === undefined ? [later, earlier] : [earlier, later]
  return {
    ...later,
    messages: [...first.messages, ...last.messages],
    hasMore: last.hasMore,
    hasPrevious: first.hasMore,
  }
}
