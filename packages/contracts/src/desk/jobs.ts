import * as z from 'zod'
import { EventEnvelope } from '../event.ts'
import { Time } from '../fields.ts'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'
import { Conversation } from './conversation.ts'
import { conversationAssigned, conversationCreated, conversationReopened, conversationResolved } from './events.ts'

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
  secret: true, // what visitors say is nobody else's business
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

export const analyseResolved = defineJob({
  name: 'analyse-resolved',
  owner: 'support-desk',
  summary: 'Hand a conversation that was resolved to the chat engine, to find out how it went.',
  on: [conversationResolved],
  payload: EventEnvelope.extend({ data: Conversation }),
  attempts: 6,
  backoffMs: 1_000,
  timeoutMs: 30_000,
  secret: true, // as above
})

export const mailUnseen = defineJob({
  name: 'mail-unseen',
  owner: 'support-desk',
  summary: 'Mail a visitor who is not there what was answered them, all that they have not seen in one mail.',
  payload: z.object({ workspace_id: Uuid, conversation_id: Uuid, seq: z.int(), answered_at: Time }),
  attempts: 8,
  backoffMs: 1_000,
  timeoutMs: 30_000,
})

export const answerVisitor = defineJob({
  name: 'answer-visitor',
  owner: 'support-desk',
  summary:
    'Have AI answer what a visitor wrote, unless a person has said or decided anything meanwhile, or the visitor has written again.',
  payload: z.object({
    workspace_id: Uuid,
    conversation_id: Uuid,
    /** The conversation's epoch when it was asked for: a person who acts ends it. */
    epoch: z.int(),
    /** How many messages the visitor had written. */
    visitor_messages: z.int(),
  }),
  attempts: 3,
  backoffMs: 2_000,
  timeoutMs: 90_000,
})

export const eraseCopies = defineJob({
  name: 'erase-copies',
  owner: 'support-desk',
  summary: 'Remove what is left of a conversation or visitor that was deleted, wherever there are copies of it.',
  payload: z.object({ workspace_id: Uuid, erasure_id: Uuid }),
  attempts: 30, // the last one most of a day after the first
  backoffMs: 1_000,
  timeoutMs: 120_000,
})

export const forgetRemoved = defineJob({
  name: 'forget-removed',
  owner: 'support-desk',
  summary: 'Take a label, team or attribute that was removed from the conversations or visitors that have it.',
  payload: z.object({ workspace_id: Uuid, kind: z.enum(['label', 'team', 'attribute']), id: Uuid }),
  attempts: 10,
  backoffMs: 1_000,
  timeoutMs: 120_000,
})

export const deskJobs = [
  notifyAgents,
  publishReleased,
  analyseResolved,
  answerVisitor,
  mailUnseen,
  eraseCopies,
  forgetRemoved,
] as const
