import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from './schema.ts'
import { findQueued, indexQueued } from './store/search-queue.ts'

/** How often the queue is looked at. */
const pollMs = 500
/** What a round indexes at most, so that no statement takes long. */
const maxBatch = 200

/**
 * Makes the search documents of what is said in conversations, in every replica, oldest first. The queue is in PostgreSQL,
 * written with the messages, so a crash loses nothing.
 */
export function indexConversations({ db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>): void {
  every('index-conversations', pollMs, async () => {
    const queued = await findQueued(db, maxBatch)
    for (const [workspaceId, own] of Map.groupBy(queued, (each) => each.workspaceId))
      await indexQueued(db, workspaceId, own)
    return queued.length === maxBatch ? 0 : undefined
  })
}
