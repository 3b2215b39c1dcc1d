import { joinChannel } from '@parley/contracts/channels/channels'
import { transact } from '@parley/kit/idempotency'
import { ok, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { archived, noSuchChannel } from '../domain/refusals.ts'
import { assertStillReadable } from '../store/channels.ts'
import { addMembers, lockChannel } from '../store/members.ts'

export const joinChannelRoute = ({ db, outbox }: Context) =>
  route(joinChannel, writesToChannel, async (request) => {
    const { params, caller, trace } = request
    const answer = await transact(
      db,
      request,
      async (tx) => {
        const channel = await lockChannel(tx, caller, params.id)
        if (!channel) throw noSuchChannel()
        if (channel.isArchived) throw archived()
        const [joined] = await addMembers(tx, caller, params.id, [caller.userId], trace)
        return ok({ success: true as const, member: joined ?? channel.targetMembership! })
      },
      { recheck: assertStillReadable(caller, params.id) },
    )
    outbox.flush()
    return answer
  })
