import { createAvatarUrls, showAvatarsOfAnswers } from '@parley/files/avatar-urls'
import { purgingOf } from '@parley/files/purging'
import { createInternalService } from '@parley/kit/internal-service'
import { workPurge } from '@parley/kit/purge/purge'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import { createChannelFiles, signChannelFiles } from './channel-files.ts'
import type { Config } from './config.ts'
import { workCancelScheduled } from './jobs/cancel-scheduled.ts'
import { workPurgeChannel } from './jobs/purge-channel.ts'
import { deleteExpiredMessages } from './retention-sweeper.ts'
import { changeMessageRoute } from './routes/change-message.ts'
import {
  getChannelRetentionRoute,
  resetChannelRetentionRoute,
  setChannelRetentionRoute,
} from './routes/channel-retention.ts'
import { deleteDraftRoute } from './routes/delete-draft.ts'
import { deleteMessageRoute } from './routes/delete-message.ts'
import { deleteScheduledMessageRoute } from './routes/delete-scheduled-message.ts'
import { downloadFileRoute } from './routes/download-file.ts'
import { editMessageRoute } from './routes/edit-message.ts'
import { findSourcesRoute } from './routes/find-sources.ts'
import { followThreadRoute } from './routes/follow-thread.ts'
import { getDraftRoute } from './routes/get-draft.ts'
import { getMessageRoute } from './routes/get-message.ts'
import { getScheduledMessageRoute } from './routes/get-scheduled-message.ts'
import { listChannelFilesRoute } from './routes/list-channel-files.ts'
import { listDraftsRoute } from './routes/list-drafts.ts'
import { listFollowedThreadsRoute } from './routes/list-followed-threads.ts'
import { listMentionsRoute } from './routes/list-mentions.ts'
import { listMessagesRoute } from './routes/list-messages.ts'
import { listPinsRoute } from './routes/list-pins.ts'
import { listReadMarkersRoute } from './routes/list-read-markers.ts'
import { listScheduledMessagesRoute } from './routes/list-scheduled-messages.ts'
import { listUnreadRoute } from './routes/list-unread.ts'
import { markAllReadRoute } from './routes/mark-all-read.ts'
import { markReadRoute } from './routes/mark-read.ts'
import { markThreadReadRoute } from './routes/mark-thread-read.ts'
import { markUnreadRoute } from './routes/mark-unread.ts'
import { pinChannelMessageRoute, pinMessageRoute, unpinChannelMessageRoute } from './routes/pin-message.ts'
import { postMessageRoute, sendMessageRoute } from './routes/post-message.ts'
import { putDraftRoute } from './routes/put-draft.ts'
import { readFileRoute } from './routes/read-file.ts'
import { readTranscriptRoute } from './routes/read-transcript.ts'
import { replyInThreadRoute } from './routes/reply-in-thread.ts'
import { searchMessagesRoute } from './routes/search-messages.ts'
import { storeFileRoute } from './routes/store-file.ts'
import { toggleReactionRoute } from './routes/toggle-reaction.ts'
import { updateScheduledMessageRoute } from './routes/update-scheduled-message.ts'
import { uploadFilesRoute } from './routes/upload-files.ts'
import { getRetentionRoute, setRetentionRoute } from './routes/workspace-retention.ts'
import { postScheduledMessages } from './scheduled-sender.ts'
import type { DB } from './schema.ts'
import { readAttachedFiles } from './search/file-reader.ts'
import { createIndexer } from './search/indexer.ts'
import { keepSearchStatistics } from './store/search-statistics.ts'

/** The messaging service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const runtime = openRuntime<DB>('messaging', config)
  const files = createChannelFiles(runtime, config)
  const indexer = createIndexer(runtime)
  const context = { ...runtime, files, indexer, searchStatistics: keepSearchStatistics(runtime.db) }
  workCancelScheduled(runtime)
  workPurgeChannel(runtime, files)
  workPurge('messaging', runtime, { files: purgingOf(files) })
  postScheduledMessages(context, config.SCHEDULED_POLL_MS)
  deleteExpiredMessages(runtime, files)
  readAttachedFiles(runtime, files, config.DOCUMENTS_AT_ONCE)
  const routes = [
    postMessageRoute,
    sendMessageRoute,
    listMessagesRoute,
    searchMessagesRoute,
    findSourcesRoute,
    readTranscriptRoute,
    readFileRoute,
    getMessageRoute,
    replyInThreadRoute,
    listUnreadRoute,
    markReadRoute,
    markUnreadRoute,
    markAllReadRoute,
    listReadMarkersRoute,
    editMessageRoute,
    deleteMessageRoute,
    toggleReactionRoute,
    changeMessageRoute,
    pinMessageRoute,
    pinChannelMessageRoute,
    unpinChannelMessageRoute,
    listPinsRoute,
    getRetentionRoute,
    setRetentionRoute,
    getChannelRetentionRoute,
    setChannelRetentionRoute,
    resetChannelRetentionRoute,
    followThreadRoute,
    listFollowedThreadsRoute,
    markThreadReadRoute,
    listMentionsRoute,
    uploadFilesRoute,
    storeFileRoute,
    downloadFileRoute,
    listChannelFilesRoute,
    listDraftsRoute,
    getDraftRoute,
    putDraftRoute,
    deleteDraftRoute,
    listScheduledMessagesRoute,
    getScheduledMessageRoute,
    updateScheduledMessageRoute,
    deleteScheduledMessageRoute,
  ].map((routeOf) => routeOf(context))
  const showAvatars = showAvatarsOfAnswers(createAvatarUrls(config))
  return createInternalService('messaging', runtime, routes, signChannelFiles(files.urls), showAvatars)
}
