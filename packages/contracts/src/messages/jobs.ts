import { channelDeleted, channelUpdated, memberRemoved } from '../channels/events.ts'
import { EventEnvelope } from '../event.ts'
import { defineJob } from '../job.ts'

export const purgeChannel = defineJob({
  name: 'purge-channel',
  owner: 'messaging',
  summary:
    'Remove what a deleted channel has left behind: messages and all that hangs on them, files, markers, drafts.',
  on: [channelDeleted],
  payload: EventEnvelope.extend({ data: channelDeleted.data }),
  attempts: 12,
  backoffMs: 500,
  timeoutMs: 30 * 60_000,
})

export const cancelScheduled = defineJob({
  name: 'cancel-scheduled',
  owner: 'messaging',
  summary: 'Fail the messages that wait to be posted to a channel, once it is archived.',
  on: [channelUpdated],
  when: ({ data }) => data.is_archived,
  payload: EventEnvelope.extend({ data: channelUpdated.data }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const cancelScheduledOfLeaver = defineJob({
  name: 'cancel-scheduled-of-leaver',
  owner: 'messaging',
  summary:
    'Fail the messages that wait to be posted to a channel for someone who has left it, or can no longer read it.',
  on: [memberRemoved],
  payload: EventEnvelope.extend({ data: memberRemoved.data }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const messageJobs = [purgeChannel, cancelScheduled, cancelScheduledOfLeaver] as const
