import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { always, GivenTime, Time } from '../fields.ts'
import { ChannelId, MessageId, Uuid } from '../ids.ts'
import { Attachment } from './attachment.ts'
import { maxPageBytes } from './message.ts'

/** What was said by whom: a message as engines read it. */
export const TranscriptMessage = z.object({
  id: Uuid,
  author: z.string().describe('Their name now; of someone who has left or is bridged, the name they wrote under.'),
  author_type: z.enum(['user', 'twin', 'bridged']),
  user_id: Uuid.nullable(),
  ai_twin_id: Uuid.nullable(),
  created_at: Time,
  content: z.string(),
  /** The thread's root, for a reply. */
  parent_message_id: Uuid.nullable(),
  attachments: z.array(Attachment.pick({ id: true, name: true, type: true, size: true })),
})
export type TranscriptMessage = z.output<typeof TranscriptMessage>

export const readTranscript = defineEndpoint({
  owner: 'messaging',
  auth: 'service',
  limit: 'default',
  visibility: 'internal',
  idempotent: false,
  name: 'readTranscript',
  method: 'post',
  path: '/internal/messages/transcript',
  summary: 'What was said in a channel or thread, oldest first, for the person whom the service names.',
  description: `With \`after\`, the messages that follow it; else the last ones, those before \`before\` where it is given. \`since\` leaves out older ones. Deleted messages are left out, imported ones stand where they were written. A channel's messages include the replies of its threads, unless \`replies\` is false. A thread's include its root; a reply's id stands for its thread.

The messages come to \`max_bytes\` of text at most; one that alone is longer is cut. \`has_more\` says whether there are more in the direction that was read. \`before\` and \`after\` must be messages of the channel (400); deleted ones will do. \`total\` counts the messages of the whole channel or thread.`,
  body: z
    .object({
      channel_id: ChannelId,
      thread_id: MessageId.nullable().default(null),
      replies: z.boolean().default(true),
      before: MessageId.nullable().default(null),
      after: MessageId.nullable().default(null),
      since: GivenTime.nullable().default(null),
      limit: z.int().min(1).max(500),
      max_bytes: z.int().min(1).max(maxPageBytes).default(maxPageBytes),
      /** An answer in the channel is made of it: where its messages go to a platform, what nobody has seen there is left out. */
      for_answer: z.boolean().default(false),
    })
    .superRefine(({ thread_id, replies }, context) => {
      if (thread_id != null && replies === false)
        context.addIssue({ code: 'custom', path: ['replies'], message: 'A thread is its replies.' })
    }, always),
  responses: {
    200: z.object({
      channel_name: z.string(),
      messages: z.array(TranscriptMessage),
      has_more: z.boolean(),
      total: z.int(),
    }),
  },
  errors: ['not_found'],
})
