import { updateChannelMember } from '@parley/contracts/channels/managing'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { mayManage } from '../domain/managing.ts'
import { archived, noSuchChannel, noSuchPerson, notTheirs } from '../domain/refusals.ts'
import { lockChannel, setRole } from '../store/members.ts'

export const updateChannelMemberRoute = ({ db }: Context) =>
  route(updateChannelMember, writesToChannel, async (request) => {
    const {
      params,
      body: { role },
      caller,
      trace,
    } = request
    const { userId } = params
    const member = await audited(db, request, async (tx, entry) => {
      entry.target = params.id
      const channel = await lockChannel(tx, caller, params.id, userId)
      if (!channel) throw noSuchChannel()
      if (!mayManage(channel)) throw notTheirs('change roles in it')
      const { targetMembership: before } = channel
      if (!before) throw noSuchPerson()
      if (channel.channelType === 'dm') throw new ServiceError('conflict', 'A direct message has no roles to change.')
      if (channel.isArchived) throw archived()
      entry.changes = [
        { field: 'user_id', after: userId },
        { field: 'role', before: before.role, after: role },
      ]
      if (before.role === role) return before
      if (role === 'member' && !channel.hasOtherAdmin)
        throw new ServiceError('conflict', 'A channel keeps its last admin: make someone else an admin first.')
      await setRole(tx, { workspaceId: caller.workspaceId, userId }, params.id, role, trace)
      return { ...before, role }
    })
    return ok({ success: true as const, member })
  })
