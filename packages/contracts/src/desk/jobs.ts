import * as z from 'zod'
import { EventEnvelope } from '../event.ts'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'
import { Conversation } from './conversation.ts'
import { conversationAssigned, conversationCreated, conversationReopened } from './events.ts'

export const notifyAgents = defineJob({
  name: 'notify-agents',
  owner: 'gateway',
  summary:
    'Notify agents who are not online, by Web Push, of a conversation that waits, and the one whom it was given to of it.',
  on: [conversationCreated, conversationReopened, conversationAssigned],
  payload: EventEnvelope.extend({ data: Conversation }),
  attempts: 4,
  backoffMs: 1_000,
  timeoutMs: 60_000,
})

export const publishReleased = defineJob({
  name: 'publish-released-conversations',
  owner: 'support-desk',
  summary: 'Publish that conversations wait, since their agent is one no longer.',
  payload: z.object({ workspace_id: Uuid, conversation_ids: z.array(Uuid) }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 60_000,
})

export const deskJobs = [notifyAgents, publishReleased] as const
