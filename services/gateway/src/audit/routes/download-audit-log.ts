import { downloadAuditLog } from '@parley/contracts/audit/audit-log'
import { route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { auditCsv } from '../audit-csv.ts'

export const downloadAuditLogRoute = ({ db }: GatewayContext) =>
  route(downloadAuditLog, ({ query, caller }) => ({
    type: 'text/csv; charset=utf-8',
    chunks: auditCsv(db, caller.workspaceId, query),
    headers: { 'Content-Disposition': 'attachment; filename="audit-log.csv"' },
  }))
