import * as z from 'zod'
import { channelDeleted, channelUpdated, memberRemoved, twinRemoved } from '../channels/events.ts'
import { EventEnvelope } from '../event.ts'
import { Time } from '../fields.ts'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'
import { messageCreated, messageDeleted } from '../messages/events.ts'
import { maxHops } from '../messages/writing.ts'

/** Where the chat engine's own posts come from: a question asked by `/chat` is answered already. */
export const chatOrigin = 'chat'

/** Of a message, what says whether a twin answers it. */
const AskedMessage = z.object({
  id: Uuid,
  channel_id: Uuid,
  seq: z.int(),
  content: z.string(),
  user_id: Uuid.nullable(),
  author_type: z.enum(['user', 'twin', 'bridged']),
  arrival: z.enum(['live', 'late', 'imported']),
  parent_message_id: Uuid.nullable(),
  metadata: z.record(z.string(), z.unknown()),
  created_at: Time,
})
export type AskedMessage = z.output<typeof AskedMessage>

/**
 * Twins answer people alone, and what is said now: no twins, no bridged authors (a bot of another platform is distinguished
 * from a person by the connection, whose `autoReply` answers people), nothing imported or late, and nothing that machines
 * have already sent back and forth as often as they may.
 */
export const answerMessage = defineJob({
  name: 'answer-message',
  owner: 'chat-engine',
  summary: 'Have those twins of a channel answer a message that are active there, mentioned or replied to.',
  on: [messageCreated],
  needs: 'has_twins',
  when: ({ data, origin, hops }) =>
    data.author_type === 'user' && data.arrival === 'live' && origin !== chatOrigin && (hops ?? 0) < maxHops,
  payload: EventEnvelope.extend({ data: AskedMessage }),
  attempts: 6,
  backoffMs: 500,
  timeoutMs: 30_000,
})

/** What a connected platform's people say to twins: its connection has `autoReply`, and integrations leaves out its bots. */
export const answerBridgedMessage = defineJob({
  name: 'answer-bridged-message',
  owner: 'chat-engine',
  summary: 'Have those twins answer a message of a connected platform that it mentions.',
  payload: z.object({
    workspace_id: Uuid,
    message: AskedMessage.omit({ author_type: true, arrival: true, user_id: true }),
    hops: z.int(),
    asked_by: Uuid.describe('On whose behalf: a member of the channel.'),
  }),
  attempts: 6,
  backoffMs: 500,
  timeoutMs: 30_000,
  secret: true, // what they wrote
})
export type BridgedQuestion = z.output<typeof answerBridgedMessage.payload>

export const stopAnswersInChannel = defineJob({
  name: 'stop-answers-in-channel',
  owner: 'chat-engine',
  summary: 'End what twins are answering in a channel that was archived or deleted.',
  on: [channelUpdated, channelDeleted],
  when: ({ type, data }) => type === channelDeleted.type || data.is_archived === true,
  payload: EventEnvelope.extend({ data: z.object({ id: Uuid, is_archived: z.boolean().optional() }) }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const stopAnswersOfTwin = defineJob({
  name: 'stop-answers-of-twin',
  owner: 'chat-engine',
  summary: 'End what a twin is answering in a channel that it was taken out of.',
  on: [twinRemoved],
  payload: EventEnvelope.extend({ data: twinRemoved.data }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const stopAnswersForMember = defineJob({
  name: 'stop-answers-for-member',
  owner: 'chat-engine',
  summary: 'End what is being answered to somebody in a channel that they left or were removed from.',
  on: [memberRemoved],
  payload: EventEnvelope.extend({ data: memberRemoved.data }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const stopAnswersToMessage = defineJob({
  name: 'stop-answers-to-message',
  owner: 'chat-engine',
  summary: 'End the answers to a message that was deleted, and erase what runs keep of it.',
  on: [messageDeleted],
  payload: EventEnvelope.extend({ data: messageDeleted.data }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const forgetExpiredMessages = defineJob({
  name: 'forget-expired-messages',
  owner: 'chat-engine',
  summary: 'Erase what runs keep of messages that were older than their channel keeps them.',
  payload: z.object({ workspace_id: Uuid, message_ids: z.array(Uuid).max(200) }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const twinJobs = [
  answerMessage,
  answerBridgedMessage,
  stopAnswersInChannel,
  stopAnswersOfTwin,
  stopAnswersForMember,
  stopAnswersToMessage,
  forgetExpiredMessages,
] as const
