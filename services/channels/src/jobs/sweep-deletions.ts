import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import type { DB } from '../schema.ts'
import { resumeDeletions } from '../store/deletions.ts'

const everyMs = 60_000

/** Looks once a minute for deletions that have not come to their end: Redis may have lost what was to be done. */
export function sweepDeletions({ db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>): void {
  every('resume-channel-deletions', everyMs, async () => {
    await resumeDeletions(db, traceFrom(undefined, undefined))
  })
}
