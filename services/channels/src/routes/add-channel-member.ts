import { addChannelMember } from '@parley/contracts/channels/channels'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { created, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { archived, noSuchChannel, noSuchPerson, notAnInsider } from '../domain/refusals.ts'
import { stillSees } from '../store/channels.ts'
import { enrol, lockChannel } from '../store/members.ts'

export const addChannelMemberRoute = ({ db, outbox }: Context) =>
  route(addChannelMember, async (request) => {
    const { params, body, caller, trace } = request
    const answer = await transact(
      db,
      request,
      async (tx) => {
        const standing = await lockChannel(tx, caller, params.id, body.user_id)
        if (!standing) throw noSuchChannel()
        if (standing.callerRole === 'guest' || !standing.callerChannelRole) throw notAnInsider()
        if (!standing.targetRole) throw noSuchPerson()
        if (standing.channelType === 'dm') throw new ServiceError('conflict', 'A direct message takes nobody else.')
        if (standing.isArchived) throw archived()
        const [added] = await enrol(tx, params.id, [body.user_id], { by: caller.userId, trace })
        return created({ success: true as const, member: added ?? standing.targetMembership! })
      },
      { recheck: stillSees(caller, params.id) },
    )
    outbox.flush()
    return answer
  })
