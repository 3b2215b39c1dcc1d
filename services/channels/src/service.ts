import type { ServiceConfig } from '@parley/kit/config'
import { openFoundation } from '@parley/kit/foundation'
import { createInternalService } from '@parley/kit/internal-service'
import type { Service } from '@parley/kit/service'
import { addChannelMemberRoute } from './routes/add-channel-member.ts'
import { createChannelRoute } from './routes/create-channel.ts'
import { getChannelRoute } from './routes/get-channel.ts'
import { joinChannelRoute } from './routes/join-channel.ts'
import { leaveChannelRoute } from './routes/leave-channel.ts'
import { listChannelMembersRoute } from './routes/list-channel-members.ts'
import { listChannelsRoute } from './routes/list-channels.ts'
import { removeChannelMemberRoute } from './routes/remove-channel-member.ts'

/** The channels service: listens, and answers the gateway. */
export function createService(config: ServiceConfig): Service {
  const foundation = openFoundation<unknown>('channels', config)
  const routes = [
    listChannelsRoute,
    createChannelRoute,
    getChannelRoute,
    joinChannelRoute,
    leaveChannelRoute,
    listChannelMembersRoute,
    addChannelMemberRoute,
    removeChannelMemberRoute,
  ].map((routeOf) => routeOf(foundation))
  return createInternalService('channels', foundation, routes)
}
