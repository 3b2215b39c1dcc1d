import { publishReleased } from '@parley/contracts/desk/jobs'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { publishAsTheyAre } from '../store/drafts.ts'

/** A statement names so many at once. */
const atOnce = 100

/** Publishes conversations that `release_agent` has changed. What has changed again since comes as it is now, once. */
export const workPublishReleased = ({ work, db }: Pick<ServiceRuntime<DB>, 'work' | 'db'>): void =>
  work(publishReleased, async ({ workspace_id: workspaceId, conversation_ids: ids }, { trace, signal }) => {
    for (let i = 0; i < ids.length; i += atOnce) {
      signal.throwIfAborted()
      await publishAsTheyAre(db, workspaceId, ids.slice(i, i + atOnce), trace)
    }
  })
