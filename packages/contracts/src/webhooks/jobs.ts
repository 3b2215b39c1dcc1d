import { type EventContract, EventEnvelope } from '../event.ts'
import { defineJob } from '../job.ts'
import { webhookEvents } from './events.ts'

const common = {
  owner: 'integrations',
  payload: EventEnvelope,
  // What people say is kept by no queue.
  secret: true,
  attempts: 12,
  backoffMs: 500,
  timeoutMs: 60_000,
} as const

const needs = 'has_webhooks'
const isAsked = ({ facts }: EventContract): boolean => facts?.includes(needs) ?? false

/** Of messages there are many, so that only those of workspaces with webhooks start it. */
export const queueMessageForWebhooks = defineJob({
  ...common,
  name: 'queue-message-for-webhooks',
  summary: 'Store an event of a message for the webhooks that it is to be sent to.',
  on: webhookEvents.filter(isAsked),
  needs,
})

export const queueForWebhooks = defineJob({
  ...common,
  name: 'queue-for-webhooks',
  summary: 'Store another event for the webhooks that it is to be sent to.',
  on: webhookEvents.filter((event) => !isAsked(event)),
})

export const webhookJobs = [queueMessageForWebhooks, queueForWebhooks] as const
