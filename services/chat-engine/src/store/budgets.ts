import type { Budget } from '@parley/contracts/usage/budgets'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'

/** By the database's clock, in UTC: the month's first day, and the time when the next one begins. */
const thisMonth = sql<string>`date_trunc('month', now() at time zone 'UTC')::date`
const nextMonth = sql`(date_trunc('month', now() at time zone 'UTC') + interval '1 month') at time zone 'UTC'`

/** What the month has cost the scope of a budget `b` so far, in US dollars. */
const spent: RawBuilder<string> = sql`coalesce((
  select sum(m.cost_usd) from usage_months m
  where m.workspace_id = b.workspace_id and m.month = ${thisMonth} and m.scope_id = b.scope_id), 0)`

/** The hard budgets that count for an answer of a twin, or of none: its workspace's first. */
export async function findHardBudgets(db: Db, workspaceId: string, twinId: string | null, pendingBillionths: number) {
  return db
    .selectFrom('budgets as b')
    .where('b.workspace_id', '=', workspaceId)
    .where('b.scope_id', 'in', [workspaceId, twinId ?? workspaceId])
    .where('b.hard_usd', 'is not', null)
    .orderBy(({ eb }) => eb('b.twin_id', 'is not', null))
    .select(({ ref }) => [
      'b.twin_id',
      'b.hard_usd',
      sql<boolean>`${spent} + ${pendingBillionths}::numeric * 0.000000001 >= ${ref('b.hard_usd')}`.as('is_exceeded'),
      sql<string>`parley.iso(${nextMonth})`.as('resets_at'),
      sql<number>`ceil(extract(epoch from ${nextMonth} - now()))::int`.as('resets_in_seconds'),
    ])
    .execute()
}

/** Which of these scopes, twins or the workspace itself, have used up their hard budgets of this month. */
export async function findUsedUp(db: Db, workspaceId: string, scopeIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('budgets as b')
    .where('b.workspace_id', '=', workspaceId)
    .where('b.scope_id', 'in', scopeIds)
    .where(sql<boolean>`${spent} >= b.hard_usd`)
    .select('b.scope_id')
    .execute()
  return new Set(rows.map(({ scope_id }) => scope_id))
}

const budgetsOf = (db: Db, workspaceId: string) =>
  db
    .selectFrom('budgets as b')
    .leftJoin('twins as t', (join) =>
      join.onRef('t.workspace_id', '=', 'b.workspace_id').onRef('t.id', '=', 'b.twin_id'),
    )
    .where('b.workspace_id', '=', workspaceId)
    .select(({ ref }) => [
      sql<Budget['scope']>`case when b.twin_id is null then 'workspace' else 'twin' end`.as('scope'),
      'b.twin_id',
      't.name as twin_name',
      sql<number | null>`${ref('b.soft_usd')}::float8`.as('soft_usd'),
      sql<number | null>`${ref('b.hard_usd')}::float8`.as('hard_usd'),
      sql<number>`round(${spent}, 6)::float8`.as('spent_usd'),
      sql<Budget['status']>`case when ${spent} >= b.hard_usd then 'hard_exceeded'
        when ${spent} >= b.soft_usd then 'soft_exceeded' else 'ok' end`.as('status'),
      sql<string>`parley.iso(${nextMonth})`.as('resets_at'),
      'b.notified_at',
      'b.updated_by',
      'b.updated_at',
    ])

/** A page of a workspace's budgets, its own first, and how many there are. */
export async function findBudgets(
  db: Db,
  workspaceId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ budgets: Budget[]; total: number }> {
  const budgets = await budgetsOf(db, workspaceId)
    .orderBy(({ eb }) => eb('b.twin_id', 'is not', null))
    .orderBy('t.name')
    .orderBy('b.scope_id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await db
    .selectFrom('budgets')
    .where('workspace_id', '=', workspaceId)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { budgets, total }
}

export const findBudget = (db: Db, workspaceId: string, scopeId: string): Promise<Budget | undefined> =>
  budgetsOf(db, workspaceId).where('b.scope_id', '=', scopeId).executeTakeFirst()

export interface NewBudget {
  workspaceId: string
  /** The twin, or the workspace itself. */
  scopeId: string
  /** US dollars with at most two decimals. */
  softUsd: number | null
  hardUsd: number | null
  updatedBy: string
}

/** Sets a budget. With another soft amount its owners have not been notified yet. */
export async function upsertBudget(tx: Db, budget: NewBudget): Promise<void> {
  await tx
    .insertInto('budgets')
    .values({
      workspace_id: budget.workspaceId,
      scope_id: budget.scopeId,
      soft_usd: budget.softUsd?.toFixed(2) ?? null,
      hard_usd: budget.hardUsd?.toFixed(2) ?? null,
      updated_by: budget.updatedBy,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'scope_id']).doUpdateSet(({ ref }) => ({
        soft_usd: ref('excluded.soft_usd'),
        hard_usd: ref('excluded.hard_usd'),
        updated_by: ref('excluded.updated_by'),
        updated_at: ref('excluded.updated_at'),
        notified_month: sql<
          string | null
        >`case when budgets.soft_usd = excluded.soft_usd then budgets.notified_month end`,
      })),
    )
    .execute()
}

export async function deleteBudget(tx: Db, workspaceId: string, scopeId: string): Promise<void> {
  await tx.deleteFrom('budgets').where('workspace_id', '=', workspaceId).where('scope_id', '=', scopeId).execute()
}

const isDue = sql<boolean>`b.soft_usd is not null and b.notified_month is distinct from ${thisMonth}
  and ${spent} >= b.soft_usd`

/** Scopes whose soft budget is used up without their owners having been notified this month. */
export async function findDueBudgets(db: Db, limit: number): Promise<{ workspaceId: string; scopeId: string }[]> {
  return db
    .selectFrom('budgets as b')
    .where(isDue)
    .select(['b.workspace_id as workspaceId', 'b.scope_id as scopeId'])
    .limit(limit)
    .execute()
}

/** Marks a budget whose owners are notified in this transaction; undefined where others did, or it is not due any more. */
export async function markNotified(tx: Db, { workspaceId, scopeId }: { workspaceId: string; scopeId: string }) {
  const { rows } = await sql<{ twin_name: string | null; soft_usd: string; hard_usd: string | null }>`
    update budgets b set notified_month = ${thisMonth}, notified_at = now()
    where b.workspace_id = ${workspaceId} and b.scope_id = ${scopeId} and ${isDue}
    returning b.soft_usd, b.hard_usd,
      (select t.name from twins t where t.workspace_id = b.workspace_id and t.id = b.twin_id) as twin_name`.execute(tx)
  return rows[0]
}
