import { scheduledLimits } from '@parley/contracts/messages/scheduled-message'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { accepted, type Request } from '@parley/kit/route'
import type { Context } from './context.ts'
import { namedBy, refusalOf } from './domain/refusals.ts'
import { type NewMessage, retryWhenMembershipLost } from './store/messages.ts'
import { keptForReader } from './store/replays.ts'
import { insertScheduled } from './store/scheduled.ts'

/** Schedules a message, if it could be posted now. */
export async function schedule({ db }: Context, request: Request, message: NewMessage, sendAt: string) {
  const { caller, trace } = request
  const forAnother = message.author.userId !== caller.userId
  return retryWhenMembershipLost(() =>
    transact(
      db,
      request,
      async (tx) => {
        const when = { sendAt: timeAhead(sendAt), scheduledBy: caller.userId }
        const result = await insertScheduled(tx, message, when, trace)
        if (result.outcome === 'full') throw tooMany(forAnother)
        if (result.outcome !== 'scheduled') throw refusalOf(result, namedBy(message.target), forAnother)
        const { scheduled } = result
        return accepted({ success: true as const, data: scheduled, meta: { timestamp: scheduled.created_at } })
      },
      keptForReader(message.author),
    ),
  )
}

/** `sendAt` in UTC. Checked in the handler, not when parsed, so that a repeated request gets its stored answer. */
export function timeAhead(sendAt: string): string {
  const { leastSeconds, mostDays } = scheduledLimits
  const aheadMs = Date.parse(sendAt) - Date.now()
  if (aheadMs >= leastSeconds * 1_000 && aheadMs <= mostDays * 86_400_000) return new Date(sendAt).toISOString()
  throw invalid('send_at', `Must be ${leastSeconds} seconds to ${mostDays} days from now.`)
}

const tooMany = (forAnother: boolean) =>
  new ServiceError(
    'conflict',
    `${forAnother ? 'They have' : 'You have'} ${scheduledLimits.perPerson} scheduled messages that wait or have failed; remove some first.`,
  )
