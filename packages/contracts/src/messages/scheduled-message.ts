import * as z from 'zod'
import { GivenTime, Json, Time } from '../fields.ts'
import { Uuid } from '../ids.ts'
import { Attachment } from './attachment.ts'

/** How far ahead a message may be scheduled, how many a person may have, and how long what is done with is listed. */
export const scheduledLimits = {
  leastSeconds: 5,
  mostDays: 120,
  perPerson: 200,
  sentKeptDays: 1,
  failedKeptDays: 30,
} as const

/** Why a scheduled message was not posted. */
export const FailureReason = z.enum([
  'channel_not_found',
  'left_channel',
  'channel_archived',
  'parent_not_found',
  'attachment_not_found',
  'twin_not_found',
  'forbidden',
  'author_removed',
  'internal',
])
export type FailureReason = z.infer<typeof FailureReason>

/** A message that is to be posted later. */
export const ScheduledMessage = z
  .object({
    id: Uuid,
    workspace_id: Uuid,
    channel_id: Uuid,
    conversation_id: Uuid,
    parent_message_id: Uuid.nullable(),
    user_id: Uuid.describe('Whose it is: its author, or who lets the twin speak.'),
    ai_twin_id: Uuid.nullable(),
    content: z.string().describe('Empty once it was sent: the message has it.'),
    content_type: z.string(),
    metadata: z.record(z.string(), Json),
    attachments: z.array(Attachment).nullable(),
    send_at: Time,
    status: z.enum(['pending', 'sent', 'failed']),
    failure_reason: FailureReason.nullable().describe('Set when it has failed.'),
    message_id: Uuid.nullable().describe('The message that it became, when it was sent.'),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: 'ScheduledMessage' })
export type ScheduledMessage = z.infer<typeof ScheduledMessage>
export type ScheduledStatus = ScheduledMessage['status']

/** When to post: ISO 8601 with a time zone. How far ahead it may be is for the service to say, by its clock. */
export const SendAt = GivenTime.describe(
  `ISO 8601 with \`Z\` or an offset; at least ${scheduledLimits.leastSeconds} seconds and at most ${scheduledLimits.mostDays} days from now (400). The message is then posted at that time, and the answer is a 202 with the scheduled message.`,
)
