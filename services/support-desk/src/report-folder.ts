import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from './schema.ts'
import { findFacts, foldFacts, maxFolded } from './store/report-facts.ts'

/** How far reports are behind. */
const pollMs = 1_000

/**
 * Adds what has happened to the hours of reports, in every replica. Whoever writes in a conversation only adds a row, so
 * that nobody waits for an hour that others add to; the rows are in PostgreSQL, so a crash loses nothing.
 */
export function foldReports({ db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>): void {
  every('fold-reports', pollMs, async (signal) => {
    const found = await findFacts(db)
    const failures: unknown[] = []
    for (const { workspaceId } of found) {
      if (signal.aborted) return
      // What fails for one workspace keeps no other's reports from being right.
      await foldFacts(db, workspaceId).catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
    const count = found.reduce((sum, each) => sum + each.count, 0)
    return count === maxFolded ? 0 : undefined
  })
}
