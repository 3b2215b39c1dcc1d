import type { Route } from '@parley/kit/route'
import type { ChatContext } from './chat.ts'
import { listEnginesRoute } from './routes/list-engines.ts'
import { listModelsRoute } from './routes/list-models.ts'
import { retryRunRoute } from './routes/retry-run.ts'
import { getRunRoute, listRunsRoute, rateRunRoute } from './routes/runs.ts'
import { sendChatRoute } from './routes/send-chat.ts'
import {
  deleteChatSessionRoute,
  downloadChatFileRoute,
  listChatMessagesRoute,
  listChatSessionsRoute,
  updateChatSessionRoute,
} from './routes/sessions.ts'
import { stopChatStreamRoute } from './routes/stop-chat-stream.ts'
import { resumeChatStreamRoute, streamChatRoute } from './routes/stream-chat.ts'

/** Asking, answers, and private conversations. */
export const chatRoutes = (context: ChatContext): Route[] =>
  [
    sendChatRoute,
    streamChatRoute,
    resumeChatStreamRoute,
    stopChatStreamRoute,
    listRunsRoute,
    getRunRoute,
    retryRunRoute,
    rateRunRoute,
    listChatSessionsRoute,
    listChatMessagesRoute,
    updateChatSessionRoute,
    deleteChatSessionRoute,
    downloadChatFileRoute,
    listModelsRoute,
    listEnginesRoute,
  ].map((routeOf) => routeOf(context))
