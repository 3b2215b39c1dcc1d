import {
  type Conversation,
  type ConversationStatus,
  conversationStatuses,
  type Priority,
} from '@parley/contracts/desk/conversation'
import { type ConversationSort, maxConversationTotal, maxSearchTotal } from '@parley/contracts/desk/conversation-lists'
import { type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import { isMatched, isNobody, type VisitorMatch } from './visitor-search.ts'

/** Which conversations are listed, and in which order; what is undefined filters nothing. */
export interface ConversationFilter {
  /** `longest_waiting` has those of the queue alone. */
  sort: ConversationSort
  statuses: readonly ConversationStatus[]
  /** Null: nobody's. */
  agentId?: string | null | undefined
  siteId?: string | undefined
  teamId?: string | undefined
  label?: string | undefined
  priority?: Priority | undefined
  snoozed?: boolean | undefined
  /** Whether a goal of its SLA was missed. */
  breached?: boolean | undefined
  updatedAfter?: string | undefined
  search?: ConversationSearch | undefined
}

/** What is searched; a conversation is found by any of these. */
export interface ConversationSearch {
  /** Of its documents; undefined finds none by them. */
  documents: string | undefined
  /** Its visitor. */
  visitors: VisitorMatch
  /** Its own id, or its visitor's. */
  id: string | undefined
}

type OfConversation = ExpressionBuilder<DB & { c: DB['conversations'] }, 'c'>

/** Of a label or team that was removed, nothing is found: what still names it is forgotten by a job. */
const isThere = (table: 'labels' | 'teams', id: string) =>
  sql<SqlBool>`exists (select from ${sql.table(table)} named where named.workspace_id = c.workspace_id and named.id = ${id})`

/** By what conversations are in each order, which way that goes, and how it compares with what comes before. */
const orders = {
  last_updated: { time: 'updated_at', direction: 'desc', after: '<' },
  longest_waiting: { time: 'queued_at', direction: 'asc', after: '>' },
} as const satisfies Record<ConversationSort, unknown>

function matching(db: Db, workspaceId: string, filter: ConversationFilter, statuses: readonly ConversationStatus[]) {
  const { sort, agentId, siteId, teamId, label, priority, snoozed, breached, updatedAfter } = filter
  return (
    db
      .selectFrom('conversations as c')
      .select(['c.id', `c.${orders[sort].time} as at`])
      .where('c.workspace_id', '=', workspaceId)
      .where('c.merged_into', 'is', null)
      // As the condition of its index, which no parameter implies.
      .$if(sort === 'longest_waiting', (query) =>
        query.where(sql<SqlBool>`c.status = 'WAITING' and c.snoozed_until is null`),
      )
      .$if(statuses.length < conversationStatuses.length, (query) => query.where('c.status', 'in', statuses))
      .$if(agentId === null, (query) => query.where('c.agent_id', 'is', null))
      .$if(typeof agentId === 'string', (query) => query.where('c.agent_id', '=', agentId!))
      .$if(siteId !== undefined, (query) => query.where('c.site_id', '=', siteId!))
      .$if(teamId !== undefined, (query) => query.where('c.team_id', '=', teamId!).where(isThere('teams', teamId!)))
      // Its index is of those that have labels.
      .$if(label !== undefined, (query) =>
        query
          .where(sql<SqlBool>`c.label_ids <> '{}' and c.label_ids @> array[${label}::uuid]`)
          .where(isThere('labels', label!)),
      )
      .$if(priority !== undefined, (query) => query.where('c.priority', '=', priority!))
      .$if(snoozed !== undefined, (query) => query.where('c.snoozed_until', snoozed ? 'is not' : 'is', null))
      .$if(breached !== undefined, (query) => query.where('c.sla_breached_at', breached ? 'is not' : 'is', null))
      .$if(updatedAfter !== undefined, (query) => query.where('c.updated_at', '>', updatedAfter!))
  )
}

type Matching = ReturnType<typeof matching>

const firstOf = (part: Matching, sort: ConversationSort, limit: number | RawBuilder<number>): Matching =>
  part.orderBy(`c.${orders[sort].time}`, orders[sort].direction).orderBy('c.id', orders[sort].direction).limit(limit)

/** Those of a filter, in parts that each come by an index in their order: an index by status has one status after another. */
function partsOf(db: Db, workspaceId: string, filter: ConversationFilter): Matching[] {
  const { sort, statuses, agentId, teamId, priority, breached, search } = filter
  if (search) return searched(db, workspaceId, filter, search)
  const goesByStatus =
    sort === 'last_updated' &&
    (statuses.length < conversationStatuses.length || [agentId, teamId, priority, breached].some(isGiven))
  if (!goesByStatus) return [matching(db, workspaceId, filter, statuses)]
  return statuses.map((status) => matching(db, workspaceId, filter, [status]))
}

const isGiven = (value: unknown) => value !== undefined

/** A part for each way by which a conversation is found, so that each may go by the index of its own. */
function searched(db: Db, workspaceId: string, filter: ConversationFilter, search: ConversationSearch): Matching[] {
  const { documents, visitors, id } = search
  const all = matching(db, workspaceId, filter, filter.statuses)
  return [
    ...(documents === undefined ? [] : [all.where((of) => hasDocument(of, documents))]),
    ...(isNobody(visitors) ? [] : [all.where(isMatched(visitors, workspaceId, sql.ref('c.visitor_id')))]),
    ...(id === undefined ? [] : [all.where(({ or, eb }) => or([eb('c.id', '=', id), eb('c.visitor_id', '=', id)]))]),
  ]
}

const hasDocument = ({ exists, selectFrom }: OfConversation, query: string) =>
  exists(
    selectFrom('search_documents as d')
      .select('d.seq')
      .whereRef('d.workspace_id', '=', 'c.workspace_id')
      .whereRef('d.conversation_id', '=', 'c.id')
      .where(sql<SqlBool>`d.lexemes @@ ${query}::tsquery`),
  )

export async function existsConversation(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const found = await db
    .selectFrom('conversations')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return found !== undefined
}

/** No page has more. */
const maxPage = 100

interface Page {
  offset: number
  limit: number
}

/** A page of conversations, in the order of the filter, after the one that `before` names if it is given. */
export async function listConversations(
  db: Db,
  workspaceId: string,
  filter: ConversationFilter,
  { before, offset, limit }: Page & { before?: string | undefined },
): Promise<Conversation[]> {
  const { time, direction, after } = orders[filter.sort]
  const parts = partsOf(db, workspaceId, filter).map((part) =>
    firstOf(
      part.$if(before !== undefined, (query) =>
        query.where(({ eb, refTuple, selectFrom }) =>
          eb(
            refTuple(`c.${time}`, 'c.id'),
            after,
            selectFrom('conversations as last')
              .select([`last.${time} as at`, 'last.id'])
              .where('last.workspace_id', '=', workspaceId)
              .where('last.id', '=', before!)
              .$asTuple('at', 'id'),
          ),
        ),
      ),
      filter.sort,
      // As a number of the statement's own: with a parameter PostgreSQL expects much more, and plans it anew each time.
      offset === 0 ? sql.lit(maxPage) : offset + limit,
    ),
  )
  if (parts.length === 0) return []
  const rows = await db
    .with('page', (qc) =>
      qc
        .selectFrom(unionOf(db, parts))
        .select(['found.id', 'found.at'])
        .orderBy('found.at', direction)
        .orderBy('found.id', direction)
        .offset(offset)
        .limit(limit),
    )
    .selectFrom('page')
    .innerJoin('conversation_resources as r', (join) =>
      join.onRef('r.id', '=', 'page.id').on('r.workspace_id', '=', workspaceId),
    )
    .select('r.resource')
    .orderBy('page.at', direction)
    .orderBy('page.id', direction)
    .execute()
  return rows.map(({ resource }) => resource)
}

/**
 * Has what is searched planned for the very text: whether the index is read or the newest are walked depends on how common
 * its words are. Neither is worth compiling, or a second process.
 */
export async function plannedForText<T>(db: Db, read: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
      set_config('max_parallel_workers_per_gather', '0', true)`.execute(tx)
    return read(tx)
  })
}

/**
 * A page of what a search finds, and how many that is, as far as they are counted: in one pass, since it is looking at each
 * that costs.
 */
export async function searchConversations(
  db: Db,
  workspaceId: string,
  filter: ConversationFilter,
  { offset, limit }: Page,
): Promise<{ conversations: Conversation[]; total: number }> {
  const { sort } = filter
  const { direction } = orders[sort]
  const looked = Math.max(maxSearchTotal, offset + limit)
  const parts = partsOf(db, workspaceId, filter).map((part) => firstOf(part, sort, looked))
  if (parts.length === 0) return { conversations: [], total: 0 }
  const { conversations, total } = await db
    .with('found', (qc) => qc.selectFrom(unionOf(qc, parts)).selectAll())
    .with('page', (qc) =>
      qc
        .selectFrom('found')
        .selectAll()
        .orderBy('found.at', direction)
        .orderBy('found.id', direction)
        .offset(offset)
        .limit(limit),
    )
    .selectNoFrom(({ selectFrom, fn }) => [
      selectFrom('found').select(fn.countAll<number>().as('count')).$asScalar().as('total'),
      selectFrom('page')
        .innerJoin('conversation_resources as r', (join) =>
          join.onRef('r.id', '=', 'page.id').on('r.workspace_id', '=', workspaceId),
        )
        .select(
          sql<
            Conversation[]
          >`coalesce(json_agg(r.resource order by page.at ${sql.raw(direction)}, page.id ${sql.raw(direction)}), '[]')`.as(
            'page',
          ),
        )
        .$asScalar()
        .as('conversations'),
    ])
    .executeTakeFirstOrThrow()
  return { conversations: conversations ?? [], total: Math.min(total ?? 0, maxSearchTotal) }
}

/** How many conversations a filter finds, as far as they are counted. */
export async function countConversations(db: Db, workspaceId: string, filter: ConversationFilter): Promise<number> {
  const max = filter.search ? maxSearchTotal : maxConversationTotal
  // In the order of the list, whose rows have just been read: any others may have to come from the disk.
  const parts = partsOf(db, workspaceId, filter).map((part) => firstOf(part, filter.sort, max))
  if (parts.length === 0) return 0
  const { count } = await db
    .selectFrom(db.selectFrom(unionOf(db, parts)).select('found.id').limit(max).as('counted'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** How many conversations each of these filters finds, as far as to `max`, in one statement. */
export async function countEach(
  db: Db,
  workspaceId: string,
  filters: readonly ConversationFilter[],
  max: number,
): Promise<number[]> {
  const counts = filters.map((filter) => {
    const parts = partsOf(db, workspaceId, filter).map((part) => firstOf(part, filter.sort, sql.lit(max)))
    const counted = db.selectFrom(unionOf(db, parts)).select('found.id').limit(sql.lit(max)).as('counted')
    return db.selectFrom(counted).select(({ fn }) => fn.countAll<number>().as('count'))
  })
  const { all } = await db.selectNoFrom(sql<number[]>`array[${sql.join(counts)}]`.as('all')).executeTakeFirstOrThrow()
  return all.map(Number)
}

/** The rows of all parts, each once: the same conversation may be found in several ways. */
function unionOf(db: Pick<Db, 'selectFrom'>, parts: readonly Matching[]) {
  const [first, ...rest] = parts.map((part) => db.selectFrom(part.as('part')).select(['part.id', 'part.at']))
  return rest.reduce((union, part) => union.union(part), first!).as('found')
}
