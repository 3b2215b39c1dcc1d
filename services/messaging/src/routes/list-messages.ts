import { listMessages } from '@parley/contracts/messages/messages'
import { invalid } from '@parley/kit/errors'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel, noSuchThread } from '../domain/refusals.ts'
import { findAround, findHistory, type History, type Place, type Section, type Surroundings } from '../store/history.ts'
import { getThreadState } from '../store/thread-reads.ts'

export const listMessagesRoute = ({ db }: Context) =>
  route(listMessages, async ({ query, caller }) => {
    const { limit, offset, channel_id, thread_id: threadId } = query
    const place = placeIn(query)
    const history: (History & Partial<Surroundings>) | undefined = place
      ? await findAround(db, caller, channel_id, { threadId, place }, limit)
      : await findHistory(db, caller, channel_id, sectionOf(query), limit)
    if (!history) throw noSuchChannel()
    const { rootId } = history
    if (threadId !== undefined && rootId === undefined) throw noSuchThread()
    const cursor = (['before', 'after', 'around'] as const).find((name) => query[name] !== undefined)
    if (!history.cursorFound) throw invalid(cursor!, 'Must be a message of this channel.')
    const thread = rootId === undefined ? undefined : await getThreadState(db, caller, rootId)
    const { total, hasMore, hasPrevious, seq, rev } = history
    return ok({
      success: true as const,
      data: history.messages,
      meta: {
        total,
        page: Math.floor(offset / limit) + 1,
        limit,
        offset,
        has_more: hasMore,
        has_previous: hasPrevious,
        seq,
        rev,
        is_following: thread?.following,
        last_read_message_id: thread?.last_read_message_id,
        unread_count: thread?.unread_count,
      },
    })
  })

type Query = Request<typeof listMessages>['query']

const placeIn = ({ around, around_at: at }: Query): Place | undefined =>
  around ?? (at === undefined ? undefined : { at })

function sectionOf(query: Query): Section {
  const { thread_id: threadId, offset, before, after, after_seq: afterSeq, after_rev: afterRev } = query
  if (afterSeq !== undefined) return { kind: 'since', by: 'seq', position: afterSeq }
  if (afterRev !== undefined) return { kind: 'since', by: 'rev', position: afterRev }
  return { kind: 'page', threadId, offset, before, after }
}
