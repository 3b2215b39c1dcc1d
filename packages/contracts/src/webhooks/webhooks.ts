import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { GivenTime, HttpUrl, Integer, Limit } from '../fields.ts'
import { ChannelId, Uuid, WebhookId } from '../ids.ts'
import { webhookEvents } from './events.ts'
import { deliveryStatuses, webhookLimits as limits, Webhook, WebhookDelivery } from './webhook.ts'

const common = { owner: 'integrations', auth: 'user', limit: 'default', role: 'admin', scope: 'admin' } as const
const params = z.object({ id: WebhookId })
const deliveryParams = z.object({ id: WebhookId, deliveryId: Uuid })
const many = (count: number) => count.toLocaleString('en')

const names = webhookEvents.map(({ type }) => type)
export type WebhookEventName = (typeof names)[number]

const EventName = z.enum(names as [WebhookEventName, ...WebhookEventName[]], {
  error: ({ input }) => `No event is called ${JSON.stringify(input)}.`,
})

const fields = {
  url: HttpUrl.describe(
    'Where events are posted to: https, but in development; no user name or password in it. Private addresses only where the operator allows them; redirects are not followed.',
  ),
  events: z.array(EventName).min(1).max(names.length).describe('The events that it is sent.'),
  channelIds: z
    .array(ChannelId)
    .min(1)
    .max(limits.channelIds)
    .nullable()
    .describe(
      'Only events of these channels; null: of every public one. A private channel must be named, by one of its members; a direct message cannot be. Events of no channel are sent either way.',
    ),
  description: z.string().max(limits.description),
  isActive: z.boolean(),
}

const WithSecret = Webhook.extend({
  secret: z.string().describe('`whsec_…`, to verify signatures with. Shown this once.'),
})

const verified = `Before it is saved, a signed event \`webhook.verification\` is posted to the URL, which must answer within ${limits.timeoutSeconds} s with a 2xx and \`data.challenge\`: as the whole body, or as JSON \`{"challenge": "…"}\`. Otherwise it is a 400 that says why.`

export const listWebhooks = defineEndpoint({
  ...common,
  name: 'listWebhooks',
  method: 'get',
  path: '/api/v2/webhooks',
  summary: 'The workspace’s webhooks, the oldest first.',
  description: `At most ${limits.webhooks}.`,
  responses: { 200: envelope(z.array(Webhook)) },
})

export const createWebhook = defineEndpoint({
  ...common,
  name: 'createWebhook',
  audit: 'webhook.created',
  method: 'post',
  path: '/api/v2/webhooks',
  summary: 'Have events posted to a URL.',
  description: `Takes an owner or admin. ${verified} At most ${limits.webhooks} in a workspace (409).

Each event is one POST of JSON, the same that sockets receive (\`webhooks\` of this document), signed as [Standard Webhooks](https://www.standardwebhooks.com) says: \`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`. Attachments come without URLs: read the message for them.

Any 2xx within ${limits.timeoutSeconds} s is success. Anything else, redirects included, is tried again, later each time and with jitter, for ${limits.retryDays} days; \`Retry-After\` is respected. Events of a channel, or of a conversation, come one after another in their order, so one that fails keeps those behind it waiting; channels do not wait for each other. An event is sent at least once, always under the same \`webhook-id\`. After a long absence of ours several changes of a message may come as one \`message.updated\`.

A receiver that answers 410, or fails at every try for ${limits.failingDays} days, is disabled, with the event \`webhook.disabled\`. More than ${many(limits.waiting)} waiting events of a webhook are dropped, and counted.

Events of a private channel are sent while the person who named it is a member of the channel, and of the workspace.`,
  body: z.strictObject({
    url: fields.url,
    events: fields.events,
    channelIds: fields.channelIds.default(null),
    description: fields.description.default(''),
    isActive: fields.isActive.default(true),
  }),
  responses: { 201: envelope(WithSecret) },
  errors: ['conflict'],
  idempotent: false,
})

export const getWebhook = defineEndpoint({
  ...common,
  name: 'getWebhook',
  method: 'get',
  path: '/api/v2/webhooks/:id',
  summary: 'A webhook, and how it is doing.',
  params,
  responses: { 200: envelope(Webhook) },
  errors: ['not_found'],
})

export const updateWebhook = defineEndpoint({
  ...common,
  name: 'updateWebhook',
  audit: 'webhook.updated',
  method: 'patch',
  path: '/api/v2/webhooks/:id',
  summary: 'Change a webhook.',
  description: `What is not given stays. Another URL is verified first: ${verified} A new URL, other events or channels take somebody who is a member of all its private channels (403), and from then on these are sent on their behalf. Deactivating drops what waits; nothing that happens until it is activated is sent later.`,
  params,
  body: z.strictObject({
    url: fields.url.optional(),
    events: fields.events.optional(),
    channelIds: fields.channelIds.optional(),
    description: fields.description.optional(),
    isActive: fields.isActive.optional(),
  }),
  responses: { 200: envelope(Webhook) },
  errors: ['not_found', 'forbidden'],
})

export const deleteWebhook = defineEndpoint({
  ...common,
  name: 'deleteWebhook',
  audit: 'webhook.deleted',
  method: 'delete',
  path: '/api/v2/webhooks/:id',
  summary: 'Delete a webhook, with its log.',
  params,
  responses: { 200: envelope(z.object({ id: Uuid })) },
  errors: ['not_found'],
})

export const rotateWebhookSecret = defineEndpoint({
  ...common,
  name: 'rotateWebhookSecret',
  audit: 'webhook.secret_rotated',
  method: 'post',
  path: '/api/v2/webhooks/:id/rotate-secret',
  summary: 'Give a webhook another secret.',
  description:
    'For `overlapHours` deliveries carry the signatures of both secrets, so that receivers can change theirs meanwhile. One that was rotated before, and still signs, ends at once.',
  params,
  body: z.strictObject({
    overlapHours: Integer({ min: 0, max: limits.maxRotationHours }).default(limits.rotationHours),
  }),
  responses: { 200: envelope(WithSecret) },
  errors: ['not_found'],
  idempotent: false,
})

export const testWebhook = defineEndpoint({
  ...common,
  name: 'testWebhook',
  method: 'post',
  path: '/api/v2/webhooks/:id/test',
  summary: 'Post a signed event `webhook.test` to a webhook now, and see how that goes.',
  description: 'Once, whether it is active or not; it is in no log, and changes nothing.',
  params,
  responses: {
    200: envelope(z.object({ success: z.boolean(), response: WebhookDelivery.shape.response.unwrap() })),
  },
  errors: ['not_found'],
  idempotent: false,
})

export const listWebhookDeliveries = defineEndpoint({
  ...common,
  name: 'listWebhookDeliveries',
  method: 'get',
  path: '/api/v2/webhooks/:id/deliveries',
  summary: 'What was sent to a webhook and is to be, the newest first.',
  description: `Page by \`before\` with the last \`id\` of the page before. Kept for ${limits.keptDays} days, and for the newest ${many(limits.keptEvents)} events of the workspace.`,
  params,
  query: z.object({
    status: z.enum(deliveryStatuses).optional(),
    event: EventName.optional(),
    before: Uuid.optional(),
    limit: Limit(),
  }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: envelope(z.array(WebhookDelivery)) },
  errors: ['not_found'],
})

export const replayWebhookDelivery = defineEndpoint({
  ...common,
  name: 'replayWebhookDelivery',
  audit: 'webhook.replayed',
  method: 'post',
  path: '/api/v2/webhooks/:id/deliveries/:deliveryId/replay',
  summary: 'Send an event again.',
  description: `Under the same \`webhook-id\`, and tried for ${limits.retryDays} days from now. One that waits is tried at once. An inactive webhook is a 409.`,
  params: deliveryParams,
  responses: { 202: envelope(WebhookDelivery) },
  errors: ['not_found', 'conflict'],
})

export const cancelWebhookDelivery = defineEndpoint({
  ...common,
  name: 'cancelWebhookDelivery',
  audit: 'webhook.delivery_cancelled',
  method: 'delete',
  path: '/api/v2/webhooks/:id/deliveries/:deliveryId',
  summary: 'Give up a delivery that waits, so that those behind it go on.',
  description: 'It is `failed` then, and can be replayed. One that does not wait is a 409.',
  params: deliveryParams,
  responses: { 200: envelope(WebhookDelivery) },
  errors: ['not_found', 'conflict'],
})

export const replayWebhook = defineEndpoint({
  ...common,
  name: 'replayWebhook',
  audit: 'webhook.replayed',
  method: 'post',
  path: '/api/v2/webhooks/:id/replay',
  summary: 'Send again what has failed since a time, or everything.',
  description: `The oldest first, at most ${many(limits.replayed)}; \`hasMore\` says whether there are more. An inactive webhook is a 409.`,
  params,
  body: z.strictObject({
    since: GivenTime.describe('Events of this time or later.'),
    status: z.enum(['failed', 'all']).default('failed').describe('`all`: also what was delivered.'),
  }),
  responses: { 202: envelope(z.object({ replayed: z.int(), hasMore: z.boolean() })) },
  errors: ['not_found', 'conflict'],
})
