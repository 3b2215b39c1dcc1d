import { ServiceError } from '@parley/kit/errors'
import type { Db } from '../context.ts'
import { findHardBudgets } from '../store/budgets.ts'

/** Whom an answer costs: the workspace, and the twin that gives it, if one does. */
export interface BudgetScope {
  workspaceId: string
  twinId: string | null
}

/**
 * Asked before an answer begins.
 *
 * @throws ServiceError `budget_exceeded` where a hard budget of the month is used up: it says which, and when it begins
 *   anew, also in `Retry-After`
 */
export async function requireBudget(db: Db, scope: BudgetScope): Promise<void> {
  const exceeded = await overBudget(db, scope, 0)
  if (exceeded) throw exceeded
}

/**
 * Asked between the turns of an answer: what it is to end with, its text so far kept, where a hard budget is used up. One
 * read by key.
 *
 * @param pending what the answer itself has cost and is not recorded yet, in billionths of a US dollar: `costOf` of its
 *   usage so far; null counts as nothing
 */
export async function overBudget(
  db: Db,
  { workspaceId, twinId }: BudgetScope,
  pending: number | null,
): Promise<ServiceError | undefined> {
  const budgets = await findHardBudgets(db, workspaceId, twinId, pending ?? 0)
  const exceeded = budgets.find(({ is_exceeded }) => is_exceeded)
  if (!exceeded) return undefined
  const whose = exceeded.twin_id === null ? 'workspace' : 'twin'
  const message = `The ${whose}’s budget of $${exceeded.hard_usd} for this month is used up; it begins anew at ${exceeded.resets_at}.`
  return new ServiceError('budget_exceeded', message, {
    headers: { 'Retry-After': String(exceeded.resets_in_seconds) },
  })
}
