import { addChannelMember } from '@parley/contracts/channels/channels'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { created, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { archived, noSuchChannel, noSuchPerson, notAnInsider } from '../domain/refusals.ts'
import { assertStillReadable } from '../store/channels.ts'
import { addMembers, lockChannel } from '../store/members.ts'

export const addChannelMemberRoute = ({ db, outbox }: Context) =>
  route(addChannelMember, writesToChannel, async (request) => {
    const { params, body, caller, trace } = request
    const answer = await transact(
      db,
      request,
      async (tx) => {
        const channel = await lockChannel(tx, caller, params.id, body.user_id)
        if (!channel) throw noSuchChannel()
        if (channel.callerRole === 'guest' || !channel.callerChannelRole) throw notAnInsider()
        if (!channel.targetRole) throw noSuchPerson()
        if (channel.channelType === 'dm') throw new ServiceError('conflict', 'A direct message takes nobody else.')
        if (channel.isArchived) throw archived()
        const [added] = await addMembers(tx, caller, params.id, [body.user_id], trace)
        return created({ success: true as const, member: added ?? channel.targetMembership! })
      },
      { recheck: assertStillReadable(caller, params.id) },
    )
    outbox.flush()
    return answer
  })
