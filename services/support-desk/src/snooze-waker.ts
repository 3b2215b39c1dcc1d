import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import { snooze } from './domain/triage.ts'
import type { DB } from './schema.ts'
import { changeConversation } from './store/conversations.ts'
import { findDueSnoozes, isDue } from './store/snoozed.ts'

/** How late a conversation may come back. */
const pollMs = 1_000
const maxBatch = 100

/** Ends that conversations are put off, at their time, in every replica: of two that try, one finds it done. */
export function wakeSnoozed({ db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>): void {
  every('wake-snoozed-conversations', pollMs, async () => {
    const due = await findDueSnoozes(db, maxBatch)
    for (const { workspaceId, id } of due)
      await transaction(db, (tx) =>
        changeConversation(tx, { workspaceId, id, trace: traceFrom(undefined, undefined) }, async (draft) => {
          const { snoozed_until: until } = draft.row
          if (until !== null && (await isDue(tx, until))) snooze(draft, null)
        }),
      )
    return due.length === maxBatch ? 0 : undefined
  })
}
