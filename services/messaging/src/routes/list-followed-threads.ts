import { listFollowedThreads } from '@parley/contracts/messages/following'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { findFollowedThreads } from '../store/following.ts'

export const listFollowedThreadsRoute = ({ db }: Context) =>
  route(listFollowedThreads, async ({ query, caller }) => {
    const { messages, hasMore } = await findFollowedThreads(db, caller, query)
    return ok({ success: true as const, data: messages, meta: { limit: query.limit, has_more: hasMore } })
  })
