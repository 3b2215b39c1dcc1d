import { listMentions } from '@parley/contracts/messages/following'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { findMentions } from '../store/mentions.ts'

export const listMentionsRoute = ({ db }: Context) =>
  route(listMentions, async ({ query, caller }) => {
    const { messages, total, totalIsCapped, hasMore } = await findMentions(db, caller, query)
    return ok({
      success: true as const,
      data: messages,
      meta: { total, total_is_capped: totalIsCapped, limit: query.limit, has_more: hasMore },
    })
  })
