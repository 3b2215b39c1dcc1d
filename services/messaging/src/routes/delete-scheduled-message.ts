import { deleteScheduledMessage } from '@parley/contracts/messages/scheduled'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { alreadySent, noSuchScheduled } from '../domain/refusals.ts'
import { deleteScheduled } from '../store/scheduled.ts'

export const deleteScheduledMessageRoute = ({ db }: Context) =>
  route(deleteScheduledMessage, async ({ params, caller }) => {
    const outcome = await db.transaction().execute((tx) => deleteScheduled(tx, caller, params.id))
    if (!outcome) throw noSuchScheduled()
    if (outcome === 'sent') throw alreadySent()
    return ok({ success: true as const, data: null, meta: {} })
  })
