import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { HttpUrl, Name, Time } from '../fields.ts'
import { ChannelId, Uuid, WebhookId } from '../ids.ts'

/** What a workspace may have, and how fast messages may come in; more at once may, as long as it is not often. */
export const incomingLimits = {
  webhooks: 50,
  perMinute: 60,
  burst: 20,
  workspacePerMinute: 300,
  workspaceBurst: 100,
  bytes: 256 * 1024,
  attachments: 100,
  blocks: 50,
} as const

const common = { owner: 'integrations', auth: 'user', limit: 'default', role: 'admin', scope: 'admin' } as const
const params = z.object({ id: WebhookId })

export const IncomingWebhook = z
  .object({
    id: Uuid,
    channelId: Uuid,
    name: z.string(),
    avatarUrl: z.string().nullable(),
    isActive: z.boolean(),
    lastUsedAt: Time.nullable(),
    createdBy: Uuid,
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'IncomingWebhook' })
export type IncomingWebhook = z.input<typeof IncomingWebhook>

const WithUrl = IncomingWebhook.extend({
  url: z.string().describe('What a program posts to. It is a secret, and shown this once.'),
})

const fields = {
  channelId: ChannelId.describe('Where its messages go: a channel that the caller can read, and no direct message.'),
  name: Name.describe('Who its messages are from, where they do not say so themselves.'),
  avatarUrl: HttpUrl.nullable(),
  isActive: z.boolean(),
}

export const listIncomingWebhooks = defineEndpoint({
  ...common,
  name: 'listIncomingWebhooks',
  method: 'get',
  path: '/api/v2/incoming-webhooks',
  summary: 'The workspace’s incoming webhooks, the oldest first.',
  description: `At most ${incomingLimits.webhooks}. Those of private channels that the caller cannot read are left out, and a 404 in all other calls.`,
  responses: { 200: envelope(z.array(IncomingWebhook)) },
})

export const createIncomingWebhook = defineEndpoint({
  ...common,
  name: 'createIncomingWebhook',
  audit: 'incoming_webhook.created',
  method: 'post',
  path: '/api/v2/incoming-webhooks',
  summary: 'Let a program post to a channel, as it would to Slack.',
  description: `Takes an owner or admin. \`url\` takes what Slack’s incoming webhooks take (\`POST /hooks/:token\`); it is kept as a digest alone. At most ${incomingLimits.webhooks} in a workspace (409). A channel that the caller cannot read is a 400.`,
  body: z.strictObject({
    channelId: fields.channelId,
    name: fields.name,
    avatarUrl: fields.avatarUrl.default(null),
  }),
  responses: { 201: envelope(WithUrl) },
  errors: ['conflict'],
  idempotent: false,
})

export const updateIncomingWebhook = defineEndpoint({
  ...common,
  name: 'updateIncomingWebhook',
  audit: 'incoming_webhook.updated',
  method: 'patch',
  path: '/api/v2/incoming-webhooks/:id',
  summary: 'Change an incoming webhook.',
  description: 'What is not given stays. What it has posted keeps its name and picture.',
  params,
  body: z.strictObject({
    channelId: fields.channelId.optional(),
    name: fields.name.optional(),
    avatarUrl: fields.avatarUrl.optional(),
    isActive: fields.isActive.optional(),
  }),
  responses: { 200: envelope(IncomingWebhook) },
  errors: ['not_found'],
})

export const regenerateIncomingWebhook = defineEndpoint({
  ...common,
  name: 'regenerateIncomingWebhook',
  audit: 'incoming_webhook.url_regenerated',
  method: 'post',
  path: '/api/v2/incoming-webhooks/:id/regenerate',
  summary: 'Give an incoming webhook another URL; the old one ends at once.',
  params,
  responses: { 200: envelope(WithUrl) },
  errors: ['not_found'],
  idempotent: false,
})

export const deleteIncomingWebhook = defineEndpoint({
  ...common,
  name: 'deleteIncomingWebhook',
  audit: 'incoming_webhook.deleted',
  method: 'delete',
  path: '/api/v2/incoming-webhooks/:id',
  summary: 'Delete an incoming webhook; what it has posted stays.',
  params,
  responses: { 200: envelope(z.object({ id: Uuid })) },
  errors: ['not_found'],
})

export const postToIncomingWebhook = defineEndpoint({
  owner: 'integrations',
  auth: 'none',
  limit: 'incoming_webhooks',
  name: 'postToIncomingWebhook',
  method: 'post',
  path: '/hooks/:token',
  summary: 'Post a message to the channel of an incoming webhook, in Slack’s format.',
  description: `The body is Slack’s: JSON, or a form with the JSON in \`payload\`. \`text\`, \`blocks\` (header, section, context, divider, image, rich text) and \`attachments\` (pretext, author, title, text, fields, footer, fallback, blocks) become Markdown; where there are blocks, \`text\` is their fallback. \`username\` and \`icon_url\` are the author’s, and \`icon_emoji\` stands before the name where it is no custom emoji. \`thread_ts\` is the id of a message in the channel, whose thread is replied to: \`X-Message-Id\` of the answer is that of what was posted. \`channel\` and buttons are ignored, and mentions are text. What is longer than a message is cut.

Answered with \`ok\` in plain text, and a refusal with a word, as Slack does: 400 \`invalid_payload\`, \`no_text\`, \`too_many_attachments\`; 404 \`no_service\` (no such webhook, an inactive one, or one whose channel was deleted, which ends with it), \`thread_not_found\`; 410 \`channel_is_archived\`; 413 \`payload_too_large\`; 429 \`rate_limited\` with \`Retry-After\`: ${incomingLimits.perMinute} a minute of one webhook, ${incomingLimits.workspacePerMinute} of all of a workspace, and more at once where it is not often.`,
  params: z.object({ token: z.string().max(200) }),
  raw: true,
  bodyLimitBytes: incomingLimits.bytes,
  produces: 'text/plain',
  responses: { 200: z.string() },
  errors: ['not_found', 'gone', 'rate_limited', 'unavailable'],
})
