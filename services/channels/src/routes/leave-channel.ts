import { leaveChannel } from '@parley/contracts/channels/channels'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { refuseIfTheyMustStay } from '../domain/leaving.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { lockChannel, withdraw } from '../store/members.ts'

export const leaveChannelRoute = ({ db, outbox }: Context) =>
  route(leaveChannel, async (request) => {
    const { params, caller, trace } = request
    const answer = await transact(db, request, async (tx) => {
      const standing = await lockChannel(tx, caller, params.id)
      if (!standing) throw noSuchChannel()
      const member = standing.targetMembership
      if (!member) throw new ServiceError('conflict', 'You are not in this channel.')
      refuseIfTheyMustStay(standing)
      await withdraw(tx, caller, params.id, trace)
      return ok({ success: true as const, member })
    })
    outbox.flush()
    return answer
  })
