import { listAuditLog } from '@parley/contracts/audit/audit-log'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { listEntries } from '../store.ts'

export const listAuditLogRoute = ({ db }: GatewayContext) =>
  route(listAuditLog, async ({ query: { before, limit, ...filters }, caller }) => {
    const found = await listEntries(db, caller.workspaceId, filters, { before, limit: limit + 1 })
    return ok({ success: true as const, data: found.slice(0, limit), meta: { has_more: found.length > limit } })
  })
