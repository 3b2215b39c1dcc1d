import { leaveChannel } from '@parley/contracts/channels/channels'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { refuseIfTheyMustStay } from '../domain/leaving.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { lockChannel, removeMember } from '../store/members.ts'

export const leaveChannelRoute = ({ db, outbox }: Context) =>
  route(leaveChannel, writesToChannel, async (request) => {
    const { params, caller, trace } = request
    const answer = await transact(db, request, async (tx) => {
      const channel = await lockChannel(tx, caller, params.id)
      if (!channel) throw noSuchChannel()
      const member = channel.targetMembership
      if (!member) throw new ServiceError('conflict', 'You are not in this channel.')
      refuseIfTheyMustStay(channel)
      await removeMember(tx, caller, params.id, trace)
      return ok({ success: true as const, member })
    })
    outbox.flush()
    return answer
  })
