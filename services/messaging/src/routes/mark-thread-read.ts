import { markThreadRead } from '@parley/contracts/messages/following'
import { invalid } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchMessage } from '../domain/refusals.ts'
import { findThread, moveThreadMarker } from '../store/thread-reads.ts'

export const markThreadReadRoute = ({ db }: Context) =>
  route(markThreadRead, async (request) => {
    const { params, body, caller, trace } = request
    return transact(
      db,
      request,
      async (tx) => {
        const thread = await findThread(tx, caller, params.id)
        if (!thread) throw noSuchMessage()
        const data = await moveThreadMarker(tx, caller, thread, body.last_read_message_id, trace)
        if (!data) throw invalid('last_read_message_id', 'Must be a message of this thread.')
        return ok({ success: true as const, data, meta: {} })
      },
      { about: ({ data }) => data.channel_id },
    )
  })
