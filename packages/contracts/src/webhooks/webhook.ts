import * as z from 'zod'
import { Time } from '../fields.ts'
import { Uuid } from '../ids.ts'

/** What a workspace may have, and how its events are delivered. */
export const webhookLimits = {
  webhooks: 20,
  channelIds: 100,
  description: 200,
  /** Tries of a delivery end so long after its event, or after it was asked for again. */
  retryDays: 3,
  /** Of nothing but failures, after which a webhook is disabled. */
  failingDays: 5,
  keptDays: 30,
  /** Of a workspace; older ones are forgotten. */
  keptEvents: 100_000,
  /** Of one webhook; beyond it events are dropped, and counted. */
  waiting: 10_000,
  answerBytes: 1_024,
  timeoutSeconds: 15,
  rotationHours: 24,
  maxRotationHours: 72,
  replayed: 10_000,
} as const

export const webhookStates = ['active', 'failing', 'inactive', 'disabled'] as const

export const Webhook = z
  .object({
    id: Uuid,
    url: z.string(),
    description: z.string(),
    events: z.array(z.string()),
    channelIds: z.array(Uuid).nullable().describe('The channels whose events it is sent; null: all public ones.'),
    isActive: z.boolean(),
    status: z
      .enum(webhookStates)
      .describe('`failing`: the last try has failed. `inactive`: by hand. `disabled`: because of `disabledReason`.'),
    disabledReason: z
      .enum(['gone', 'failing'])
      .nullable()
      .describe(
        `\`gone\`: the receiver has answered 410. \`failing\`: every try of ${webhookLimits.failingDays} days has failed.`,
      ),
    waiting: z.int().describe('Deliveries that are still to be made.'),
    dropped: z.int().describe('Events that were dropped since it was last activated, because too many waited.'),
    failingSince: Time.nullable(),
    lastDeliveredAt: Time.nullable(),
    previousSecretUntil: Time.nullable().describe('Until when deliveries are also signed with the secret before.'),
    createdBy: Uuid,
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Webhook' })
export type Webhook = z.input<typeof Webhook>

export const deliveryStatuses = ['waiting', 'delivered', 'failed'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** A line of the log: an event that was, or is to be, sent. What was sent is not in it. */
export const WebhookDelivery = z
  .object({
    id: Uuid.describe('The event’s `id`, and the header `webhook-id`: the same at every try.'),
    event: z.string().describe('Its type.'),
    channelId: Uuid.nullable(),
    status: z
      .enum(deliveryStatuses)
      .describe('`failed`: given up. `waiting`: also while it is tried again, or stands behind one that is.'),
    attempts: z.int(),
    createdAt: Time,
    lastAttemptAt: Time.nullable(),
    deliveredAt: Time.nullable(),
    nextAttemptAt: Time.nullable().describe('When it is tried again, where it has failed before.'),
    response: z
      .object({
        status: z.int().nullable().describe('Null where there was no answer.'),
        body: z.string().describe(`The first ${webhookLimits.answerBytes} bytes.`),
        error: z.string().nullable().describe('Why it failed.'),
        durationMs: z.int(),
      })
      .nullable()
      .describe('Of the last try.'),
  })
  .meta({ id: 'WebhookDelivery' })
export type WebhookDelivery = z.input<typeof WebhookDelivery>
