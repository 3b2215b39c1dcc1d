import { updateChannel } from '@parley/contracts/channels/managing'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { mayManage } from '../domain/managing.ts'
import { archived, noSuchChannel, notTheirs } from '../domain/refusals.ts'
import { type ChannelChange, updateChannel as change, findChannel, holdMessages } from '../store/channels.ts'
import { lockChannel, type Standing } from '../store/members.ts'

export const updateChannelRoute = ({ db, outbox }: Context) =>
  route(updateChannel, async ({ params, body, caller, trace }) => {
    const channel = await db.transaction().execute(async (tx) => {
      const standing = await lockChannel(tx, caller, params.id)
      if (!standing) throw noSuchChannel()
      if (!mayManage(standing)) throw notTheirs('change it')
      refuseWhatItDoesNotTake(standing, body)
      if (body.is_archived && !standing.isArchived) await holdMessages(tx, params.id)
      await change(tx, params.id, body, trace)
      return (await findChannel(tx, caller, params.id))!
    })
    outbox.flush()
    return ok({ success: true as const, channel })
  })

function refuseWhatItDoesNotTake(standing: Standing, change: ChannelChange): void {
  const { display_name, description, topic, is_archived } = change
  const onlyArchives = [display_name, description, topic].every((field) => field === undefined)
  if (
    standing.channelType === 'dm' &&
    !(display_name === undefined && description === undefined && is_archived === undefined)
  )
    throw new ServiceError('conflict', 'Of a direct message only the topic changes.')
  if (standing.isGeneral && is_archived) throw new ServiceError('conflict', 'general cannot be archived.')
  if (standing.isArchived && is_archived !== false && !(is_archived && onlyArchives)) throw archived()
}
