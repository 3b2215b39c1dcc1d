import { listUsage, maxUsageDays } from '@parley/contracts/usage/usage'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Db } from '../../context.ts'
import { findUsageGroups, sumUsage } from '../../store/usage.ts'

export const listUsageRoute = ({ db }: { db: Db }) =>
  route(listUsage, async ({ query, caller }) => {
    const { group_by: groupBy, limit, offset } = query
    const to = query.to ?? new Date().toISOString().slice(0, 10)
    const from = query.from ?? `${to.slice(0, 8)}01`
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
    if (days > maxUsageDays) throw invalid('from', `Must be at most ${maxUsageDays} days before to.`)
    if (days <= 0 && query.to !== undefined) throw invalid('to', 'Must not be before from.')
    const seesAll = caller.role === 'owner' || caller.role === 'admin'
    const filter = { workspaceId: caller.workspaceId, userId: seesAll ? null : caller.userId, from, to }
    const { groups: total, ...totals } = await sumUsage(db, filter, groupBy)
    const data = await findUsageGroups(db, filter, { groupBy, limit, offset })
    const page = { total, page: Math.floor(offset / limit) + 1, limit, offset }
    return ok({ success: true as const, data, meta: { ...page, from, to, group_by: groupBy, totals } })
  })
