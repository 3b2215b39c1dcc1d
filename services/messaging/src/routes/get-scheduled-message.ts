import { getScheduledMessage } from '@parley/contracts/messages/scheduled'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchScheduled } from '../domain/refusals.ts'
import { findScheduled } from '../store/scheduled.ts'

export const getScheduledMessageRoute = ({ db }: Context) =>
  route(getScheduledMessage, async ({ params, caller }) => {
    const scheduled = await findScheduled(db, caller, params.id)
    if (!scheduled) throw noSuchScheduled()
    return ok({ success: true as const, data: scheduled, meta: {} })
  })
