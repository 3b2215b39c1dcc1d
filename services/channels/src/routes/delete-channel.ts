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
    await audited(db, request, async (tx) => {
      const channel = await lockChannel(tx, caller, params.id)
      if (!channel) throw noSuchChannel()
      if (!mayManage(channel)) throw notTheirs('delete it')
      if (channel.isGeneral) throw new ServiceError('conflict', 'general cannot be deleted.')
      if (channel.channelType === 'dm') throw new ServiceError('conflict', 'Direct messages cannot be deleted.')
      await remove(tx, caller, channel, trace)
    })
    outbox.flush()
    return ok({ success: true as const, message: 'Channel deleted successfully' as const })
  })
