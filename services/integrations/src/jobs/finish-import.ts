import { finishImport } from '@parley/contracts/imports/jobs'
import { Postpone } from '@parley/kit/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { keyPrefixOf as accountPrefixOf } from '../bridge/incoming-message.ts'
import type { Context } from '../context.ts'
import { accountOfImport } from '../history/account.ts'
import { publishProgress } from '../imports/publish-progress.ts'
import type { DB } from '../schema.ts'
import { compareDays, sumDays } from '../store/import-days.ts'
import { listPendingParts, reopenGaps } from '../store/import-parts.ts'
import { endImport, findImport, type ImportRow, lockImport, markRepaired, touchImport } from '../store/imports.ts'
import { startParts } from './start-parts.ts'

const turnMs = 60_000
/** What one statement compares. */
const compared = { maxDays: 400, maxMessages: 50_000 }

/** What the keys of an import's messages begin with. */
const keyPrefixOf = (row: ImportRow): string => {
  const account = accountOfImport(row)
  return account ? accountPrefixOf(account) : `import:${row.kind}:`
}

/** Compares what an import has stored with what it has read, has the days that differ imported again, once, and ends it. */
export const workFinishImport = ({ db, work }: Context & Pick<ServiceRuntime<DB>, 'work'>): void =>
  work(finishImport, async ({ workspace_id: workspaceId, import_id: id }, { signal, trace }) => {
    const ref = { workspaceId, id }
    const began = Date.now()
    const row = await findImport(db, ref)
    // Where another job is still reading a part, it has an end of its own behind it.
    if (row?.status !== 'in_progress' || (await listPendingParts(db, ref)).length > 0) return
    const keys = { prefix: keyPrefixOf(row), since: row.since, until: row.until }
    while (await compareDays(db, ref, keys, compared)) {
      signal.throwIfAborted()
      await touchImport(db, ref)
      if (Date.now() - began > turnMs) throw new Postpone(0)
    }
    await transaction(db, async (tx) => {
      const locked = await lockImport(tx, ref)
      if (locked?.status !== 'in_progress') return
      if (!locked.is_repaired && (await reopenGaps(tx, ref, { isLive: row.kind === 'history' })) > 0) {
        await markRepaired(tx, ref)
        await startParts(tx, row, trace)
        return
      }
      await sumDays(tx, ref)
      await endImport(tx, ref, { status: 'completed' })
      await publishProgress(tx, ref, trace)
    })
  })
