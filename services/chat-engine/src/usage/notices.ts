import { mailBudgetNotice } from '@parley/contracts/usage/jobs'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import { findDueBudgets, markNotified } from '../store/budgets.ts'

/** Budgets that one run looks at. */
const batch = 100

/**
 * Has owners mailed about the soft budgets that are used up. Whatever number of processes do this at once, each budget
 * is marked once a month, in the transaction that queues its mail.
 *
 * @returns whether there may be more
 */
export async function notifyOfBudgets(db: Db): Promise<boolean> {
  const due = await findDueBudgets(db, batch)
  for (const budget of due)
    await transaction(db, async (tx) => {
      const marked = await markNotified(tx, budget)
      if (!marked) return
      const { twin_name, soft_usd, hard_usd } = marked
      const payload = { workspace_id: budget.workspaceId, twin_name, soft_usd, hard_usd }
      await insertJob(tx, mailBudgetNotice, payload, traceFrom(undefined, undefined))
    })
  return due.length === batch
}

/** Looks for such budgets in this process, again and again. */
export function watchBudgets({ db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>, intervalMs: number): void {
  every('notify-of-budgets', intervalMs, async () => ((await notifyOfBudgets(db)) ? 0 : undefined))
}
