import type { Route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { summarizeMessagesRoute } from './routes/summarize-messages.ts'

export const summaryRoutes = (context: Context): Route[] => [summarizeMessagesRoute(context)]
