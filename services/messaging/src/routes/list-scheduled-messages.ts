import { listScheduledMessages } from '@parley/contracts/messages/scheduled'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { listScheduled } from '../store/scheduled.ts'

export const listScheduledMessagesRoute = ({ db }: Context) =>
  route(listScheduledMessages, async ({ query, caller }) => {
    const { channel_id: channelId, limit, offset } = query
    const { scheduled, total } = await listScheduled(db, caller, { channelId, limit, offset })
    return ok({
      success: true as const,
      data: scheduled,
      meta: { total, page: Math.floor(offset / limit) + 1, limit, offset },
    })
  })
