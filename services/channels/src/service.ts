import { createAvatarUrls, showAvatarsOfAnswers } from '@parley/files/avatar-urls'
import { createInternalService } from '@parley/kit/internal-service'
import { workPurge } from '@parley/kit/purge/purge'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import type { Config } from './config.ts'
import { workFinishChannelDeletion } from './jobs/finish-channel-deletion.ts'
import { sweepDeletions } from './jobs/sweep-deletions.ts'
import { addChannelMemberRoute } from './routes/add-channel-member.ts'
import { addChannelMembersRoute } from './routes/add-channel-members.ts'
import { assignTwinRoute } from './routes/assign-twin.ts'
import { createChannelRoute } from './routes/create-channel.ts'
import { deleteChannelRoute } from './routes/delete-channel.ts'
import { getDemoRoute, loadDemoRoute, removeDemoRoute } from './routes/demo.ts'
import { getChannelRoute } from './routes/get-channel.ts'
import { inviteToChannelRoute } from './routes/invite-to-channel.ts'
import { joinChannelRoute } from './routes/join-channel.ts'
import { leaveChannelRoute } from './routes/leave-channel.ts'
import { listChannelMembersRoute } from './routes/list-channel-members.ts'
import { listChannelTwinsRoute } from './routes/list-channel-twins.ts'
import { listChannelsRoute } from './routes/list-channels.ts'
import { removeChannelMemberRoute } from './routes/remove-channel-member.ts'
import { removeTwinRoute } from './routes/remove-twin.ts'
import { setChannelHiddenRoute } from './routes/set-channel-hidden.ts'
import { setNotificationLevelRoute } from './routes/set-notification-level.ts'
import { updateChannelRoute } from './routes/update-channel.ts'
import { updateChannelMemberRoute } from './routes/update-channel-member.ts'
import type { DB } from './schema.ts'

/** The channels service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const runtime = openRuntime<DB>('channels', config)
  const routes = [
    listChannelsRoute,
    createChannelRoute,
    getChannelRoute,
    joinChannelRoute,
    leaveChannelRoute,
    listChannelMembersRoute,
    addChannelMemberRoute,
    removeChannelMemberRoute,
    updateChannelRoute,
    deleteChannelRoute,
    updateChannelMemberRoute,
    addChannelMembersRoute,
    inviteToChannelRoute,
    setNotificationLevelRoute,
    setChannelHiddenRoute,
    listChannelTwinsRoute,
    assignTwinRoute,
    removeTwinRoute,
    getDemoRoute,
    loadDemoRoute,
    removeDemoRoute,
  ].map((routeOf) => routeOf(runtime))
  workFinishChannelDeletion(runtime)
  sweepDeletions(runtime)
  workPurge('channels', runtime)
  return createInternalService('channels', runtime, routes, showAvatarsOfAnswers(createAvatarUrls(config)))
}
