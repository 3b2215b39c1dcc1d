import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { GivenTime, Time } from '../fields.ts'
import { ChannelId, MessageId, Uuid } from '../ids.ts'

/** Messages that one summary covers at most. */
export const maxSummarized = 1_000
/** Messages that one covers where nobody says how many. */
export const defaultSummarized = 200
/** Characters (UTF-16 code units) of messages that one summary covers at most. */
export const maxSummarizedLength = 240_000

/** The id of a message, in either form, or a time. */
const Since = z
  .string()
  .max(64)
  .transform((text, context) => {
    const since = MessageId.safeParse(text).data ?? GivenTime.safeParse(text).data
    if (since !== undefined) return since
    context.addIssue('Must be the id of a message or a time.')
    return z.NEVER
  })

export const Summary = z
  .object({
    summary: z.string(),
    messageCount: z.int().describe('How many messages it covers.'),
    timeRange: z
      .object({ from: Time, to: Time })
      .nullable()
      .describe('When the first and the last of these were written; null where there are none.'),
    hasMore: z
      .boolean()
      .describe('Whether older messages that were asked for are left out, because there are too many.'),
    evidence: z.array(Uuid).describe('The messages that it rests on, in the order in which it uses them.'),
    model: z
      .string()
      .nullable()
      .describe('Who wrote it; `local` quotes sentences. Null where there was nothing to write.'),
  })
  .meta({ id: 'Summary' })
export type Summary = z.infer<typeof Summary>

export const summarizeMessages = defineEndpoint({
  owner: 'chat-engine',
  auth: 'user',
  limit: 'messages',
  name: 'summarizeMessages',
  method: 'post',
  path: '/api/v2/messages/summarize',
  summary: 'Summarize the recent messages of a channel or thread.',
  description: `Covers the newest ${defaultSummarized} messages, or as many as \`messageCount\` says, up to ${maxSummarized.toLocaleString('en')}, and at most ${maxSummarizedLength.toLocaleString('en')} characters of them: \`hasMore\` says whether that leaves out older ones. Deleted messages are left out; replies in threads and imported messages are included. A model of the Claude Haiku family writes it, in the language of the messages; without a key the engine \`local\` quotes the sentences that say most. A long conversation is summarized in parts, whose summaries are then made one. \`evidence\` are messages that the caller can read.

A channel that the caller cannot read, and a thread that is not in it, is a 404. Where there is nothing to summarize, \`messageCount\` is 0 and nothing is asked of a model. A model that is busy or cannot be reached is a 503, one that gives no usable summary a 502, one that takes too long a 504. It counts for the workspace’s budget: once that is used up, it is a 429 \`budget_exceeded\`.`,
  body: z.object({
    channel_id: ChannelId,
    messageCount: z
      .int()
      .min(1)
      .max(maxSummarized)
      .optional()
      .describe(`How many of the newest messages to cover; ${defaultSummarized} if not given.`),
    thread_id: MessageId.optional().describe('Only this thread: the id of its root, or of a reply in it.'),
    since: Since.optional().describe('Only messages behind the one with this id, or from this time on (ISO 8601).'),
  }),
  responses: { 200: envelope(Summary) },
  errors: ['not_found', 'budget_exceeded', 'bad_gateway'],
})
