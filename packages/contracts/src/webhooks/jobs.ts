import { EventEnvelope } from '../event.ts'
import { defineJob } from '../job.ts'
import { webhookEvents } from './events.ts'

export const queueForWebhooks = defineJob({
  name: 'queue-for-webhooks',
  owner: 'integrations',
  summary: 'Store an event for the webhooks that it is to be sent to.',
  on: webhookEvents,
  needs: 'has_webhooks',
  payload: EventEnvelope,
  // What people say is kept by no queue.
  secret: true,
  attempts: 12,
  backoffMs: 500,
  timeoutMs: 60_000,
})

export const webhookJobs = [queueForWebhooks] as const
