import { openFoundation } from '@parley/kit/foundation'
import { createInternalService } from '@parley/kit/internal-service'
import type { Service } from '@parley/kit/service'
import type { Config } from './config.ts'
import { createFiles } from './files/files.ts'
import { createUpkeep } from './files/upkeep.ts'
import { workRemoveStoredFiles } from './jobs/remove-stored-files.ts'
import { deleteMessageRoute } from './routes/delete-message.ts'
import { downloadFileRoute } from './routes/download-file.ts'
import { editMessageRoute } from './routes/edit-message.ts'
import { followThreadRoute } from './routes/follow-thread.ts'
import { getMessageRoute } from './routes/get-message.ts'
import { listFollowedThreadsRoute } from './routes/list-followed-threads.ts'
import { listMentionsRoute } from './routes/list-mentions.ts'
import { listMessagesRoute } from './routes/list-messages.ts'
import { listPinsRoute } from './routes/list-pins.ts'
import { listUnreadRoute } from './routes/list-unread.ts'
import { markReadRoute } from './routes/mark-read.ts'
import { pinChannelMessageRoute, pinMessageRoute, unpinChannelMessageRoute } from './routes/pin-message.ts'
import { postMessageRoute, sendMessageRoute } from './routes/post-message.ts'
import { replyInThreadRoute } from './routes/reply-in-thread.ts'
import { searchMessagesRoute } from './routes/search-messages.ts'
import { toggleReactionRoute } from './routes/toggle-reaction.ts'
import { uploadFilesRoute } from './routes/upload-files.ts'

/** The messaging service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const foundation = openFoundation<unknown>('messaging', config)
  const files = createFiles(config, foundation.log)
  const upkeep = createUpkeep(foundation, files, config.PUBLIC_URL)
  const context = { ...foundation, files }
  foundation.readiness.add('files', () => files.store.check(), { required: false, awaited: false })
  workRemoveStoredFiles(foundation, files)
  const routes = [
    postMessageRoute,
    sendMessageRoute,
    listMessagesRoute,
    searchMessagesRoute,
    getMessageRoute,
    replyInThreadRoute,
    listUnreadRoute,
    markReadRoute,
    editMessageRoute,
    deleteMessageRoute,
    toggleReactionRoute,
    pinMessageRoute,
    pinChannelMessageRoute,
    unpinChannelMessageRoute,
    listPinsRoute,
    followThreadRoute,
    listFollowedThreadsRoute,
    listMentionsRoute,
    uploadFilesRoute,
    downloadFileRoute,
  ].map((routeOf) => routeOf(context))
  const service = createInternalService('messaging', foundation, routes)
  return {
    async start() {
      const url = await service.start()
      await upkeep.start()
      return url
    },
    async stop() {
      await upkeep.close()
      await service.stop()
      files.store.close()
    },
  }
}
