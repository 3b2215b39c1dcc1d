import { updateScheduledMessage } from '@parley/contracts/messages/scheduled'
import { invalid } from '@parley/kit/errors'
import { ok, type Request, route, shareOfChannel } from '@parley/kit/route'
import { findCandidates } from '@parley/text/mentions'
import type { Context } from '../context.ts'
import { ownMetadata } from '../domain/metadata.ts'
import { alreadySent, noSuchScheduled, refusalOf } from '../domain/refusals.ts'
import { timeAhead } from '../scheduling.ts'
import { retryWhenMembershipLost } from '../store/messages.ts'
import { findScheduled, type ScheduledChange, updateScheduled } from '../store/scheduled.ts'

/** Whether it could be posted is tried under the lock of its channel. */
const writesToItsChannel = ({ db }: Context) => ({
  async findHolders({ params, caller }: Request<typeof updateScheduledMessage>) {
    const scheduled = await findScheduled(db, caller, params.id)
    return scheduled ? shareOfChannel(caller, scheduled.channel_id) : {}
  },
})

export const updateScheduledMessageRoute = (context: Context) =>
  route(updateScheduledMessage, writesToItsChannel(context), async ({ params, body, caller }) => {
    const { content, metadata, attachments, send_at: sendAt, ...set } = body
    const change: ScheduledChange = {
      post: {
        ...set,
        ...(content !== undefined && { content, mention_candidates: findCandidates(content) }),
        ...(metadata !== undefined && { metadata: ownMetadata(metadata ?? undefined) }),
      },
      fileIds: attachments === null ? [] : attachments?.map(({ id }) => id),
      sendAt: sendAt === undefined ? undefined : timeAhead(sendAt),
    }
    return retryWhenMembershipLost(() =>
      context.db.transaction().execute(async (tx) => {
        const result = await updateScheduled(tx, caller, params.id, change)
        switch (result.outcome) {
          case 'scheduled':
            return ok({ success: true as const, data: result.scheduled, meta: {} })
          case 'missing':
            throw noSuchScheduled()
          case 'sent':
            throw alreadySent()
          case 'empty':
            throw invalid('content', 'Must not be empty without attachments.')
          case 'past':
            throw invalid('send_at', 'Required: the message has failed, and its time is over.')
          default:
            throw refusalOf(result, 'channel', false)
        }
      }),
    )
  })
