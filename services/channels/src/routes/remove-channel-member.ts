import { removeChannelMember } from '@parley/contracts/channels/channels'
import { audited } from '@parley/kit/audit'
import { ok, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { refuseIfTheyMustStay } from '../domain/leaving.ts'
import { mayManage } from '../domain/managing.ts'
import { noSuchChannel, noSuchPerson, notTheirs } from '../domain/refusals.ts'
import { lockChannel, removeMember } from '../store/members.ts'

export const removeChannelMemberRoute = ({ db, outbox }: Context) =>
  route(removeChannelMember, writesToChannel, async (request) => {
    const { params, caller, trace } = request
    const { workspaceId, userId } = caller
    await audited(db, request, async (tx, entry) => {
      entry.target = params.id
      entry.changes = [{ field: 'user_id', before: params.userId }]
      const channel = await lockChannel(tx, caller, params.id, params.userId)
      if (!channel) throw noSuchChannel()
      if (params.userId !== userId && !mayManage(channel)) throw notTheirs('remove others from it')
      if (!channel.targetMembership) throw noSuchPerson()
      refuseIfTheyMustStay(channel)
      await removeMember(tx, { workspaceId, userId: params.userId }, params.id, trace)
    })
    outbox.flush()
    return ok({ success: true as const, message: 'Member removed successfully' as const })
  })
