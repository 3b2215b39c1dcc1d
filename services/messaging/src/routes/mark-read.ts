import { markRead } from '@parley/contracts/messages/messages'
import { invalid } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { moveMarker } from '../store/reads.ts'

export const markReadRoute = ({ db }: Context) =>
  route(markRead, async (request) => {
    const { params, body, caller, trace } = request
    return transact(
      db,
      request,
      async (tx) => {
        const marking = await moveMarker(tx, caller, params.id, { to: body.last_read_message_id }, trace)
        if (!marking) throw noSuchChannel()
        if ('messageFound' in marking) throw invalid('last_read_message_id', 'Must be a message of this channel.')
        const { marker, unreadCount } = marking
        return ok({
          success: true as const,
          last_read_message_id: marker?.last_read_message_id ?? null,
          unread_count: unreadCount,
        })
      },
      { statement: true, about: () => params.id },
    )
  })
