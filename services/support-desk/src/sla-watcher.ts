import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import { breachOverdue } from './domain/sla.ts'
import type { DB } from './schema.ts'
import { changeConversation } from './store/conversations.ts'
import { findOverdue, readTime } from './store/sla.ts'

/** How late it may be known that a goal was missed. */
const pollMs = 1_000
const maxBatch = 100

/** Publishes which goals are missed, in every replica: of two that try, one finds it done. */
export function watchSlas({ db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>): void {
  every('watch-slas', pollMs, async (signal) => {
    const overdue = await findOverdue(db, maxBatch)
    for (const { workspaceId, id } of overdue) {
      if (signal.aborted) return
      await transaction(db, async (tx) =>
        changeConversation(tx, { workspaceId, id, trace: traceFrom(undefined, undefined) }, async (draft) =>
          breachOverdue(draft, await readTime(tx)),
        ),
      )
    }
    return overdue.length === maxBatch ? 0 : undefined
  })
}
