import { channelDeleted } from '../channels/events.ts'
import { EventEnvelope } from '../event.ts'
import { defineJob } from '../job.ts'

export const purgeChannelInIntegrations = defineJob({
  name: 'purge-channel-in-integrations',
  owner: 'integrations',
  summary: 'Delete the incoming webhooks of a deleted channel, and which of its messages was which on a platform.',
  on: [channelDeleted],
  payload: EventEnvelope.extend({ data: channelDeleted.data }),
  attempts: 12,
  backoffMs: 500,
  timeoutMs: 10 * 60_000,
})

export const connectionJobs = [purgeChannelInIntegrations] as const
