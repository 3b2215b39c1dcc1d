import type { Route } from '@parley/kit/route'
import type { DeskContext } from './context.ts'
import { draftReplyRoute } from './routes/draft-reply.ts'
import { summarizeConversationRoute } from './routes/summarize-conversation.ts'

/** What the support desk asks for: replies, and summaries of conversations. */
export const deskRoutes = (context: DeskContext): Route[] => [
  draftReplyRoute(context),
  summarizeConversationRoute(context),
]
