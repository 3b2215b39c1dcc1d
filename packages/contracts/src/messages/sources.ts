import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { Uuid } from '../ids.ts'

/** A message, or a passage of a file that is attached to it, that may answer a question; who wrote it, and what it replies to. */
export const MessageSource = z.object({
  id: Uuid,
  channel_id: Uuid,
  channel_name: z.string(),
  author: z.string(),
  created_at: Time,
  /** At most 4,000 characters, its beginning; of a file a passage. */
  content: z.string(),
  /** The file that the content is of, and where in it, in words: `page 3`; null for what the message itself says. */
  file: z.object({ id: Uuid, name: z.string(), place: z.string() }).nullable(),
  /** The root that it replies to. */
  question: z.string().nullable(),
  coverage: z.number().describe('Of what the question asks for, the part that this speaks of: 0 to 1.'),
  score: z.number().describe('How well it answers, as a part of how well the best does, whose score is 1: 0 to 1.'),
})
export type MessageSource = z.output<typeof MessageSource>

export const findSources = defineEndpoint({
  owner: 'messaging',
  auth: 'service',
  limit: 'default',
  visibility: 'internal',
  idempotent: false,
  name: 'findSources',
  method: 'post',
  path: '/internal/messages/sources',
  summary: 'Messages, and passages of their files, that may answer a question, best first.',
  description:
    'The service names the person who asks. Only what they can read is found; and where the answer goes to a channel, only what everyone who can read that channel can read too. Where the channel’s messages go to a platform, people there read them: then only what has crossed in that channel is found.',
  body: z.object({
    question: z.string().min(1).max(2_000),
    /** Where the answer goes; null for the person alone. */
    destination_channel_id: Uuid.nullable(),
    /** The message that asks, which is no answer to itself; its files may be. */
    question_message_id: Uuid.nullable().default(null),
    limit: z.int().min(1).max(20).default(8),
  }),
  responses: { 200: z.object({ sources: z.array(MessageSource) }) },
  errors: ['not_found'],
})
