import { deleteChannel } from '@parley/contracts/channels/managing'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { mayManage } from '../domain/managing.ts'
import { noSuchChannel, notTheirs } from '../domain/refusals.ts'
import { deleteChannel as remove } from '../store/deletions.ts'
import { lockChannel } from '../store/members.ts'

export const deleteChannelRoute = ({ db, outbox }: Context) =>
  route(deleteChannel, writesToChannel, async (request) => {
    const { params, caller, trace } = request
    await audited(db, request, async (tx, entry) => {
      const channel = await lockChannel(tx, caller, params.id)
      if (!channel) throw noSuchChannel()
      if (!mayManage(channel)) throw notTheirs('delete it')
      if (channel.isGeneral) throw new ServiceError('conflict', 'general cannot be deleted.')
      if (channel.channelType === 'dm') throw new ServiceError('conflict', 'Direct messages cannot be deleted.')
      const name = await remove(tx, caller, channel, trace)
      // Owners and admins read the log; what a private channel was called is for its members.
      if (!channel.isPrivate) entry.targetName = name
    })
    outbox.flush()
    return ok({ success: true as const, message: 'Channel deleted successfully' as const })
  })
