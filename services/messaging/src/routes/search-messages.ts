import { highlightLength, maxSearchTotal, searchMessages, searchWindow } from '@parley/contracts/messages/search'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import { highlighter } from '@parley/text/highlight'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { parseQuery } from '../domain/search-query.ts'
import { decodeCursor, encodeCursor } from '../domain/snapshot-cursor.ts'
import { findMessages } from '../store/search.ts'

export const searchMessagesRoute = ({ db, searchStatistics }: Context) =>
  route(searchMessages, async ({ query: requested, caller }) => {
    const { channel_id: channelId, limit, offset } = requested
    const first = requested.as_of === undefined ? undefined : decodeCursor(requested.as_of)
    if (requested.as_of !== undefined && !first) throw invalid('as_of', 'Must be the meta.as_of of an earlier page.')
    const at = first?.at ?? new Date()
    const query = parseQuery(requested.query, caller.userId, at)
    if ('problem' in query) throw invalid('query', query.problem)

    const page = { channelId, limit, offset, snapshot: first?.snapshot, at }
    const found = await findMessages(db, await searchStatistics(), caller, query, page)
    if (!found) throw noSuchChannel()
    const highlight = highlighter(query.terms, highlightLength)
    return ok({
      success: true as const,
      data: found.messages.map(({ message, forms }) => ({
        ...message,
        highlight: highlight(message.content, forms),
      })),
      meta: {
        total: Math.min(found.matches, maxSearchTotal),
        total_is_capped: found.matches > maxSearchTotal,
        page: Math.floor(offset / limit) + 1,
        limit,
        offset,
        has_more: Math.min(found.matches, searchWindow) > offset + (found.isCut ? found.messages.length : limit),
        as_of: requested.as_of ?? encodeCursor({ snapshot: found.snapshot, at }),
      },
    })
  })
