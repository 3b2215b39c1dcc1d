import { addChannelMembers } from '@parley/contracts/channels/managing'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { created, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { archived, noSuchChannel, notAnInsider } from '../domain/refusals.ts'
import { assertStillReadable } from '../store/channels.ts'
import { addMembers, findMemberships, lockChannel, lockPeople } from '../store/members.ts'

export const addChannelMembersRoute = ({ db, outbox }: Context) =>
  route(addChannelMembers, writesToChannel, async (request) => {
    const { params, body, caller, trace } = request
    const wanted = [...new Set(body.user_ids)]
    const answer = await transact(
      db,
      request,
      async (tx) => {
        // The caller too, and before the channel: people are locked in ascending order, and before channels.
        const roles = await lockPeople(tx, caller.workspaceId, [...wanted, caller.userId])
        const channel = await lockChannel(tx, caller, params.id)
        if (!channel) throw noSuchChannel()
        if (channel.callerRole === 'guest' || !channel.callerChannelRole) throw notAnInsider()
        if (channel.channelType === 'dm') throw new ServiceError('conflict', 'A direct message takes nobody else.')
        if (channel.isArchived) throw archived()
        const known = wanted.filter((id) => roles.has(id))
        const added = await addMembers(tx, caller, params.id, known, trace)
        return created({
          success: true as const,
          members: await findMemberships(tx, caller.workspaceId, params.id, known),
          added: added.length,
          not_found: wanted.filter((id) => !roles.has(id)),
        })
      },
      { recheck: assertStillReadable(caller, params.id) },
    )
    outbox.flush()
    return answer
  })
