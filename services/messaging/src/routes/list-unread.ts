import { listUnread } from '@parley/contracts/messages/messages'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { findUnread } from '../store/reads.ts'
import { countUnreadThreads } from '../store/thread-reads.ts'

export const listUnreadRoute = ({ db }: Context) =>
  route(listUnread, async ({ query, caller }) => {
    if (query.workspace_id !== caller.workspaceId) throw new ServiceError('not_found', 'No such workspace.')
    return ok({
      success: true as const,
      channels: await findUnread(db, caller),
      unread_threads: await countUnreadThreads(db, caller),
    })
  })
