import type { UsageGroup, UsageTotals, usageGroups } from '@parley/contracts/usage/usage'
import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { UsageEntry } from '../usage/record.ts'

export interface UsageFilter {
  workspaceId: string
  /** Whose usage alone; null for everybody's. */
  userId: string | null
  /** Days of UTC, both included. */
  from: string
  to: string
}

type GroupBy = (typeof usageGroups)[number]

export interface UsagePage {
  groupBy: GroupBy
  limit: number
  offset: number
}

const columns = {
  day: 'u.day',
  user: 'u.user_id',
  twin: 'u.twin_id',
  model: 'u.model',
  purpose: 'u.purpose',
} as const

/** Whom the key of a group on the page is, where it is somebody's. */
const nameOf = (groupBy: GroupBy, workspaceId: string): RawBuilder<string | null> => {
  if (groupBy === 'user')
    return sql`(select p.display_name from gateway.people p where p.workspace_id = ${workspaceId} and p.user_id = page.key::uuid)`
  if (groupBy === 'twin')
    return sql`(select t.name from twins t where t.workspace_id = ${workspaceId} and t.id = page.key::uuid)`
  return sql`null::text`
}

const usageOf = (db: Db, { workspaceId, userId, from, to }: UsageFilter) =>
  db
    .selectFrom('usage_days as u')
    .where('u.workspace_id', '=', workspaceId)
    .where('u.day', '>=', from)
    .where('u.day', '<=', to)
    .$if(userId !== null, (query) => query.where('u.user_id', '=', userId))

type Usage = ExpressionBuilder<DB & { u: DB['usage_days'] }, 'u'>
type Counted =
  | 'answers'
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_read_tokens'
  | 'cache_write_tokens'
  | 'unpriced_tokens'

const sum = <C extends Counted>({ ref }: Usage, column: C) =>
  sql<number>`coalesce(sum(${ref(`u.${column}`)}), 0)::int8`.as(column)

const sums = (usage: Usage) => [
  sum(usage, 'answers'),
  sum(usage, 'input_tokens'),
  sum(usage, 'output_tokens'),
  sum(usage, 'cache_read_tokens'),
  sum(usage, 'cache_write_tokens'),
  sum(usage, 'unpriced_tokens'),
  sql<number>`round(coalesce(sum(${usage.ref('u.cost_usd')}), 0), 6)::float8`.as('cost_usd'),
]

/** A page of groups: days in order, others with the dearest first. */
export async function findUsageGroups(
  db: Db,
  filter: UsageFilter,
  { groupBy, limit, offset }: UsagePage,
): Promise<UsageGroup[]> {
  const column = columns[groupBy]
  const page = usageOf(db, filter)
    .groupBy(column)
    .select(({ ref }) => sql<string | null>`${ref(column)}::text`.as('key'))
    .select(sums)
    .$if(groupBy !== 'day', (query) => query.orderBy('cost_usd', 'desc').orderBy('output_tokens', 'desc'))
    .orderBy('key')
    .limit(limit)
    .offset(offset)
    .as('page')
  return db.selectFrom(page).selectAll().select(nameOf(groupBy, filter.workspaceId).as('name')).execute()
}

/** The sums of all groups, and how many groups there are. */
export async function sumUsage(
  db: Db,
  filter: UsageFilter,
  groupBy: GroupBy,
): Promise<UsageTotals & { groups: number }> {
  return (
    usageOf(db, filter)
      .select(sums)
      // Null is a group, too.
      .select(({ ref }) => sql<number>`count(distinct coalesce(${ref(columns[groupBy])}::text, ''))`.as('groups'))
      .executeTakeFirstOrThrow()
  )
}

/** Tokens of all kinds that a workspace has used today (UTC) for a purpose. */
export async function sumTokensOfDay(db: Db, workspaceId: string, purpose: UsageEntry['purpose']): Promise<number> {
  const { tokens } = await db
    .selectFrom('usage_days')
    .select(
      sql<number>`coalesce(sum(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens), 0)::int8`.as(
        'tokens',
      ),
    )
    .where('workspace_id', '=', workspaceId)
    .where('day', '=', sql<string>`(now() at time zone 'UTC')::date`)
    .where('purpose', '=', purpose)
    .executeTakeFirstOrThrow()
  return tokens
}
