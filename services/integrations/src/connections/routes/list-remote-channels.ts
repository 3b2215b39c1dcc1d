import { listRemoteChannels } from '@parley/contracts/connections/connections'
import { ServiceError } from '@parley/kit/errors'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { accountOf } from '../account.ts'
import { namesOf } from '../channel-names.ts'
import { discover } from '../discovery.ts'
import { notConnected, refusalOf } from '../refusals.ts'
import { listRemoteChannels as readRemoteChannels } from '../remote-channels.ts'
import { channelResource } from '../resource.ts'
import { findConnection } from '../store.ts'

/** Less than the gateway waits. */
const listingMs = 20_000

export const listRemoteChannelsRoute = (ctx: Context) =>
  slowRoute(listRemoteChannels, async ({ params: { platform }, caller, withinShare }) => {
    const connection = await withinShare(() => findConnection(ctx.db, caller.workspaceId, platform))
    if (!connection) throw notConnected(platform)
    const account = accountOf(connection)
    if (!account) throw new ServiceError('conflict', 'Its credentials are missing, or were never good.')
    try {
      await discover(ctx, connection, AbortSignal.timeout(listingMs))
    } catch (error) {
      throw refusalOf(error)
    }
    return withinShare(async () => {
      const channels = await readRemoteChannels(ctx.db, account)
      const names = await namesOf(ctx.db, caller, channels)
      return ok({ platform, channels: channels.map((channel) => channelResource(channel, names)) })
    })
  })
