import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { HttpUrl, Time } from '../fields.ts'
import { Uuid } from '../ids.ts'

const common = { owner: 'gateway', auth: 'user', limit: 'default', path: '/api/v2/push-subscriptions' } as const

/** At most so many of one person: a further one takes the place of the one that was sent longest ago. */
export const maxPushSubscriptions = 10

const Endpoint = HttpUrl.max(1000).refine((url) => url.startsWith('https:'), 'Must be an https URL.')
const base64url = (length: number) => new RegExp(`^[\\w-]{${length}}=*$`)

const PushSubscription = z
  .object({
    id: Uuid,
    endpoint: z.string(),
    device: z.string().nullable().describe('What subscribed, in words: `Firefox 146 on Windows`.'),
    created_at: Time,
  })
  .meta({ id: 'PushSubscription' })

/** What `subscription.toJSON()` gives in a browser. */
export const NewPushSubscription = z.object({
  endpoint: Endpoint,
  keys: z.object({
    p256dh: z.string().regex(base64url(87), 'Must be a P-256 public key of 65 bytes in base64url.'),
    auth: z.string().regex(base64url(22), 'Must be 16 bytes in base64url.'),
  }),
})

export const listPushSubscriptions = defineEndpoint({
  ...common,
  name: 'listPushSubscriptions',
  method: 'get',
  summary: 'Where the caller is notified by Web Push, newest first, and the key to subscribe with.',
  description: 'In all their workspaces.',
  responses: {
    200: envelope(
      z.object({
        public_key: z
          .string()
          .nullable()
          .describe(
            'The VAPID key (RFC 8292), `applicationServerKey` of `pushManager.subscribe`; null where push is not configured.',
          ),
        subscriptions: z.array(PushSubscription),
      }),
    ),
  },
})

export const createPushSubscription = defineEndpoint({
  ...common,
  name: 'createPushSubscription',
  method: 'post',
  summary: 'Have a browser notified by Web Push.',
  description: `The body is what \`subscription.toJSON()\` gives. A browser that is known by its \`endpoint\` is updated, and is the caller’s from then on. At most ${maxPushSubscriptions} a person: a further one takes the place of the one that was sent longest ago. Where push is not configured it is a 503.`,
  body: NewPushSubscription,
  responses: { 201: envelope(PushSubscription) },
  errors: ['unavailable'],
})

export const deletePushSubscription = defineEndpoint({
  ...common,
  name: 'deletePushSubscription',
  method: 'delete',
  summary: 'Have a browser notified no more.',
  query: z.object({ endpoint: Endpoint }),
  responses: { 200: envelope(z.object({ id: Uuid })) },
  errors: ['not_found'],
})
