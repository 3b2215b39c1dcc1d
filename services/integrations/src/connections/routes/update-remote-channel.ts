import { updateRemoteChannel } from '@parley/contracts/connections/connections'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { accountOf } from '../discovery.ts'
import { noSuchRemoteChannel, notConnected } from '../refusals.ts'
import { setDirection } from '../remote-channels.ts'
import { channelResource } from '../resource.ts'
import { lockConnection } from '../store.ts'

export const updateRemoteChannelRoute = ({ db }: Context) =>
  route(updateRemoteChannel, async ({ params: { platform, id }, body, caller: { workspaceId } }) =>
    transaction(db, async (tx) => {
      const connection = await lockConnection(tx, workspaceId, platform)
      if (!connection) throw notConnected(platform)
      const account = accountOf(connection)
      const channel = account && (await setDirection(tx, account, id, body.direction))
      if (!channel) throw noSuchRemoteChannel()
      return ok(channelResource(channel))
    }),
  )
