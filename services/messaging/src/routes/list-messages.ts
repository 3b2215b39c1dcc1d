import { listMessages } from '@parley/contracts/messages/messages'
import { invalid, ServiceError } from '@parley/kit/errors'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findHistory, type Section } from '../store/history.ts'

export const listMessagesRoute = ({ db }: Context) =>
  route(listMessages, async ({ query, caller }) => {
    const { limit, offset } = query
    const history = await findHistory(db, caller, query.channel_id, sectionOf(query), limit)
    if (!history) throw noSuchChannel()
    if (!history.threadFound) throw new ServiceError('not_found', 'No such thread in this channel.')
    if (!history.cursorFound) throw invalid(query.before ? 'before' : 'after', 'Must be a message of this channel.')
    const { total, hasMore, seq, rev, isFollowing } = history
    return ok({
      success: true as const,
      data: history.messages,
      meta: {
        total,
        page: Math.floor(offset / limit) + 1,
        limit,
        offset,
        has_more: hasMore,
        seq,
        rev,
        is_following: isFollowing,
      },
    })
  })

function sectionOf(query: Request<typeof listMessages>['query']): Section {
  const { thread_id: threadId, offset, before, after, after_seq: afterSeq, after_rev: afterRev } = query
  if (afterSeq !== undefined) return { kind: 'since', by: 'seq', position: afterSeq }
  if (afterRev !== undefined) return { kind: 'since', by: 'rev', position: afterRev }
  return { kind: 'page', threadId, offset, before, after }
}
