import { updateRemoteChannel } from '@parley/contracts/connections/connections'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { accountOf } from '../account.ts'
import { namesOf } from '../channel-names.ts'
import { noSuchRemoteChannel, notConnected } from '../refusals.ts'
import { setDirection } from '../remote-channels.ts'
import { channelResource } from '../resource.ts'
import { lockConnection } from '../store.ts'

export const updateRemoteChannelRoute = ({ db }: Context) =>
  route(updateRemoteChannel, async (request) =>
    audited(db, request, async (tx, entry) => {
      const {
        params: { platform, id },
        body,
        caller,
      } = request
      entry.target = platform
      entry.changes = [
        { field: 'channel_id', after: id },
        { field: 'direction', after: body.direction },
      ]
      const connection = await lockConnection(tx, caller.workspaceId, platform)
      if (!connection) throw notConnected(platform)
      const account = accountOf(connection)
      const channel = account && (await setDirection(tx, account, id, body.direction))
      if (!channel) throw noSuchRemoteChannel()
      return ok(channelResource(channel, await namesOf(tx, caller, [channel])))
    }),
  )
