import { maxNamedErrors } from '@parley/contracts/connections/history'
import type { PlatformName } from '@parley/contracts/connections/platform'
import { ServiceError } from '@parley/kit/errors'
import type { Db } from '../context.ts'
import { errorOf, findImport, type ImportRef, type ImportRow } from '../store/imports.ts'
import { listFailedChannels } from './store.ts'

/** An import of a platform's history as it is answered. */
export const historyResource = (row: ImportRow) => ({
  platform: row.platform!,
  jobId: row.id,
  status: row.status,
  progress: row.progress,
  messagesImported: row.imported,
  totalEstimated: estimateOf(row),
  etaSeconds: row.etaSeconds,
  since: row.since,
  until: row.until!,
  startedAt: row.started_at,
  completedAt: row.completed_at,
  channels: { total: row.channels, done: row.channels_done, failed: row.channels_failed },
  error: errorOf(row),
})

/** As much as was read so far, applied to what is left; never less than what it has. */
function estimateOf({ status, entries, imported, done_bytes: done, total_bytes: total }: ImportRow): number {
  const estimate = status === 'in_progress' && done > 0 ? Math.round((entries * total) / done) : entries
  return Math.max(estimate, imported)
}

/** How far an import of a platform's history is. */
export async function findHistoryStatus(db: Db, ref: ImportRef, platform: PlatformName) {
  const row = await findImport(db, ref)
  if (row?.platform !== platform) throw new ServiceError('not_found', 'No such job.')
  return { ...historyResource(row), errors: await listFailedChannels(db, ref, maxNamedErrors) }
}
