import { listBudgets } from '@parley/contracts/usage/budgets'
import { ok, route } from '@parley/kit/route'
import type { Db } from '../../context.ts'
import { findBudgets } from '../../store/budgets.ts'

export const listBudgetsRoute = ({ db }: { db: Db }) =>
  route(listBudgets, async ({ query: { limit, offset }, caller }) => {
    const { budgets: data, total } = await findBudgets(db, caller.workspaceId, { limit, offset })
    const meta = { total, page: Math.floor(offset / limit) + 1, limit, offset }
    return ok({ success: true as const, data, meta })
  })
