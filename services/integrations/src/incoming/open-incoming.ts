import type { Route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { createIncomingWebhookRoute } from './routes/create-incoming-webhook.ts'
import { deleteIncomingWebhookRoute } from './routes/delete-incoming-webhook.ts'
import { listIncomingWebhooksRoute } from './routes/list-incoming-webhooks.ts'
import { postToIncomingWebhookRoute } from './routes/post-to-incoming-webhook.ts'
import { regenerateIncomingWebhookRoute } from './routes/regenerate-incoming-webhook.ts'
import { updateIncomingWebhookRoute } from './routes/update-incoming-webhook.ts'

/** The routes of incoming webhooks. */
export const incomingWebhookRoutes = (ctx: Context): Route[] =>
  [
    listIncomingWebhooksRoute,
    createIncomingWebhookRoute,
    updateIncomingWebhookRoute,
    regenerateIncomingWebhookRoute,
    deleteIncomingWebhookRoute,
    postToIncomingWebhookRoute,
  ].map((create) => create(ctx))
