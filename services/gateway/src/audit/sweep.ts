import type { GatewayContext } from '../context.ts'
import { deleteOldEntries } from './store.ts'

const sweepEveryMs = 3_600_000

/** Deletes entries of audit logs that have been kept for as long as they are. */
export function sweepAuditLog({ db, config, every }: GatewayContext): void {
  every('sweep-audit-log', sweepEveryMs, async () => {
    const hasMore = await deleteOldEntries(db, config.AUDIT_RETENTION_DAYS)
    return hasMore ? 0 : undefined
  })
}
