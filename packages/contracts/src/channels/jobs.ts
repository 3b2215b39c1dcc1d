import { EventEnvelope } from '../event.ts'
import { defineJob } from '../job.ts'
import { channelDeleted } from './events.ts'

export const finishChannelDeletion = defineJob({
  name: 'finish-channel-deletion',
  owner: 'channels',
  summary: 'Delete the record of a deleted channel, once nothing of it is left anywhere; until then it is postponed.',
  on: [channelDeleted],
  payload: EventEnvelope.extend({ data: channelDeleted.data }),
  attempts: 10,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const channelJobs = [finishChannelDeletion] as const
