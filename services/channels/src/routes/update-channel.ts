import { updateChannel } from '@parley/contracts/channels/managing'
import { ServiceError } from '@parley/kit/errors'
import { ok, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { mayManage } from '../domain/managing.ts'
import { archived, noSuchChannel, notTheirs } from '../domain/refusals.ts'
import { type ChannelChange, updateChannel as change, findChannel, lockChannelHead } from '../store/channels.ts'
import { type LockedChannel, lockChannel } from '../store/members.ts'

export const updateChannelRoute = ({ db, outbox }: Context) =>
  route(updateChannel, writesToChannel, async ({ params, body, caller, trace }) => {
    const channel = await db.transaction().execute(async (tx) => {
      const channel = await lockChannel(tx, caller, params.id)
      if (!channel) throw noSuchChannel()
      if (!mayManage(channel)) throw notTheirs('change it')
      refuseWhatItDoesNotTake(channel, body)
      if (body.is_archived && !channel.isArchived) await lockChannelHead(tx, caller, params.id)
      await change(tx, caller, params.id, body, trace)
      return (await findChannel(tx, caller, params.id))!
    })
    outbox.flush()
    return ok({ success: true as const, channel })
  })

function refuseWhatItDoesNotTake(channel: LockedChannel, change: ChannelChange): void {
  const { display_name, description, topic, is_archived } = change
  const onlyArchives = [display_name, description, topic].every((field) => field === undefined)
  if (
    channel.channelType === 'dm' &&
    !(display_name === undefined && description === undefined && is_archived === undefined)
  )
    throw new ServiceError('conflict', 'Of a direct message only the topic changes.')
  if (channel.isGeneral && is_archived) throw new ServiceError('conflict', 'general cannot be archived.')
  if (channel.isArchived && is_archived !== false && !(is_archived && onlyArchives)) throw archived()
}
