import type { Route } from '@parley/kit/route'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { RouteContext } from '../context.ts'
import type { DB } from '../schema.ts'
import { deliverEvents } from './delivering.ts'
import { forgetOldEvents } from './forgetting.ts'
import { queueEvents } from './queueing.ts'
import { cancelWebhookDeliveryRoute } from './routes/cancel-webhook-delivery.ts'
import { createWebhookRoute } from './routes/create-webhook.ts'
import { deleteWebhookRoute } from './routes/delete-webhook.ts'
import { getWebhookRoute } from './routes/get-webhook.ts'
import { listWebhookDeliveriesRoute } from './routes/list-webhook-deliveries.ts'
import { listWebhooksRoute } from './routes/list-webhooks.ts'
import { replayWebhookRoute } from './routes/replay-webhook.ts'
import { replayWebhookDeliveryRoute } from './routes/replay-webhook-delivery.ts'
import { rotateWebhookSecretRoute } from './routes/rotate-webhook-secret.ts'
import { testWebhookRoute } from './routes/test-webhook.ts'
import { updateWebhookRoute } from './routes/update-webhook.ts'

/** Has events delivered to webhooks. @returns the routes by which they are managed */
export function openWebhooks(ctx: RouteContext, runtime: Pick<ServiceRuntime<DB>, 'work' | 'onClose'>): Route[] {
  const delivering = deliverEvents(ctx, runtime)
  queueEvents(ctx, runtime, delivering)
  forgetOldEvents(ctx)
  const context = { ...ctx, delivering }
  return [
    listWebhooksRoute,
    createWebhookRoute,
    getWebhookRoute,
    updateWebhookRoute,
    deleteWebhookRoute,
    rotateWebhookSecretRoute,
    testWebhookRoute,
    listWebhookDeliveriesRoute,
    replayWebhookDeliveryRoute,
    cancelWebhookDeliveryRoute,
    replayWebhookRoute,
  ].map((create) => create(context))
}
