import type { ServiceConfig } from '@parley/kit/config'
import { openFoundation } from '@parley/kit/foundation'
import { createInternalService } from '@parley/kit/internal-service'
import type { Service } from '@parley/kit/service'
import { getMessageRoute } from './routes/get-message.ts'
import { listMessagesRoute } from './routes/list-messages.ts'
import { listUnreadRoute } from './routes/list-unread.ts'
import { markReadRoute } from './routes/mark-read.ts'
import { postMessageRoute, sendMessageRoute } from './routes/post-message.ts'
import { replyInThreadRoute } from './routes/reply-in-thread.ts'

/** The messaging service: listens, and answers the gateway. */
export function createService(config: ServiceConfig): Service {
  const foundation = openFoundation<unknown>('messaging', config)
  const routes = [
    postMessageRoute,
    sendMessageRoute,
    listMessagesRoute,
    getMessageRoute,
    replyInThreadRoute,
    listUnreadRoute,
    markReadRoute,
  ].map((routeOf) => routeOf(foundation))
  return createInternalService('messaging', foundation, routes)
}
