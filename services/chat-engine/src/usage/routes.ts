import type { Route } from '@parley/kit/route'
import type { Db } from '../context.ts'
import { listBudgetsRoute } from './routes/list-budgets.ts'
import { listUsageRoute } from './routes/list-usage.ts'
import { putBudgetRoute } from './routes/put-budget.ts'

export const usageRoutes = (context: { db: Db }): Route[] =>
  [listUsageRoute, listBudgetsRoute, putBudgetRoute].map((routeOf) => routeOf(context))
