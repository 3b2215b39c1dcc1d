import { joinChannel } from '@parley/contracts/channels/channels'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { archived, noSuchChannel } from '../domain/refusals.ts'
import { stillSees } from '../store/channels.ts'
import { enrol, lockChannel } from '../store/members.ts'

export const joinChannelRoute = ({ db, outbox }: Context) =>
  route(joinChannel, async (request) => {
    const { params, caller, trace } = request
    const answer = await transact(
      db,
      request,
      async (tx) => {
        const standing = await lockChannel(tx, caller, params.id)
        if (!standing) throw noSuchChannel()
        if (standing.isArchived) throw archived()
        const [joined] = await enrol(tx, params.id, [caller.userId], { by: caller.userId, trace })
        return ok({ success: true as const, member: joined ?? standing.targetMembership! })
      },
      { recheck: stillSees(caller, params.id) },
    )
    outbox.flush()
    return answer
  })
