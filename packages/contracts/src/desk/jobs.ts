import { EventEnvelope } from '../event.ts'
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

export const deskJobs = [notifyAgents] as const
