import { listFollowedThreads } from '@parley/contracts/messages/following'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { findFollowedThreads } from '../store/following.ts'

export const listFollowedThreadsRoute = ({ db }: Context) =>
  route(listFollowedThreads, async ({ query, caller }) => {
    const { threads, hasMore, cursorFound } = await findFollowedThreads(db, caller, query)
    if (!cursorFound)
      throw invalid(query.before === undefined ? 'after' : 'before', 'Must be a thread that you follow.')
    return ok({ success: true as const, data: threads, meta: { limit: query.limit, has_more: hasMore } })
  })
