import type { AuditEntry } from '@parley/contracts/audit/audit-log'
import { type Cell, csvRow } from '@parley/kit/csv'
import type { Db } from '../db.ts'
import { type AuditFilters, listEntries } from './store.ts'

const header = [
  ...['id', 'at', 'action', 'actor.user_id', 'actor.name', 'actor.email', 'actor.credential', 'actor.credential_id'],
  ...['target.type', 'target.id', 'changes', 'ip', 'user_agent', 'request_id', 'target.name'],
]

/** Entries that are read, and sent, at once. */
const pageSize = 500

/** A workspace's log as CSV, the newest first: read page by page, as fast as it is taken. */
export async function* auditCsv(db: Db, workspaceId: string, filters: AuditFilters): AsyncGenerator<string> {
  yield csvRow(header)
  for (let before: string | undefined; ; ) {
    const page = await listEntries(db, workspaceId, filters, { before, limit: pageSize })
    if (page.length > 0) yield page.map((entry) => csvRow(cellsOf(entry))).join('')
    if (page.length < pageSize) return
    before = page.at(-1)!.id
  }
}

const cellsOf = ({ actor, target, ...entry }: AuditEntry): Cell[] => [
  ...[entry.id, entry.at, entry.action, actor.user_id, actor.name, actor.email, actor.credential, actor.credential_id],
  ...[target.type, target.id, entry.changes.map(written).join('; '), entry.ip, entry.user_agent, entry.request_id],
  target.name,
]

const written = ({ field, before, after }: AuditEntry['changes'][number]): string =>
  before === undefined && after === undefined ? field : `${field}: ${before ?? ''} → ${after ?? ''}`
