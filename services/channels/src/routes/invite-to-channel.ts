import { inviteToChannel } from '@parley/contracts/channels/managing'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { archived, noSuchChannel, notAnInsider } from '../domain/refusals.ts'
import { assertStillReadable } from '../store/channels.ts'
import { inviteFromOutside, lockInvited } from '../store/invitations.ts'
import { addMembers, lockChannel } from '../store/members.ts'

export const inviteToChannelRoute = ({ db, outbox }: Context) =>
  route(inviteToChannel, writesToChannel, async (request) => {
    const { params, body, caller, trace } = request
    const answer = await transact(
      db,
      request,
      async (tx) => {
        const { userId, seen } = await lockInvited(tx, caller, params.id, body.email)
        // Inviting from outside changes nothing in the channel: it is not locked, and accepting looks at it again.
        const locked = userId ? await lockChannel(tx, caller, params.id, userId) : undefined
        const channel = userId ? locked : seen
        if (!channel) throw noSuchChannel()
        if (channel.callerRole === 'guest' || !channel.callerChannelRole) throw notAnInsider()
        if (channel.channelType === 'dm') throw new ServiceError('conflict', 'A direct message takes nobody else.')
        if (channel.isArchived) throw archived()
        if (userId && locked) {
          const [added] = await addMembers(tx, caller, params.id, [userId], trace)
          const member = added ?? locked.targetMembership!
          return ok({
            success: true as const,
            status: added ? ('added' as const) : ('already_member' as const),
            member,
          })
        }
        const outcome = await inviteFromOutside(tx, caller, { channelId: params.id, email: body.email, trace })
        if (outcome === 'forbidden') throw notAnInsider()
        if (outcome === 'too_many')
          throw new ServiceError('rate_limited', 'A person invites at most 100 email addresses an hour.', {
            headers: { 'Retry-After': '3600' },
          })
        return ok({ success: true as const, status: 'invited' as const })
      },
      { recheck: assertStillReadable(caller, params.id) },
    )
    outbox.flush()
    outbox.notify('gateway')
    return answer
  })
