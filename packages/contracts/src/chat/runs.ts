import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Limit, Time } from '../fields.ts'
import { ChannelId, idOf, Uuid } from '../ids.ts'
import { Attachment } from '../messages/attachment.ts'
import { answerSources } from './answer-source.ts'
import { StopReason } from './chat.ts'

const own = { owner: 'chat-engine', auth: 'user', limit: 'default' } as const
const params = z.object({ id: idOf('run') })

/** Characters of a tool’s input that are shown. */
export const maxToolInput = 500

/** A call of a tool by a run. */
export const RunTool = z.object({
  tool: z.string(),
  tool_id: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  input: z
    .string()
    .nullable()
    .describe(`What it was called with, as JSON: its first ${maxToolInput} characters. Null where that is not known.`),
  duration: z.int().nullable().describe('Milliseconds.'),
  result_preview: z
    .string()
    .nullable()
    .describe('The beginning of what it answered. Of what it found in messages and documents, while the run goes on.'),
})
export type RunTool = z.output<typeof RunTool>

const Feedback = z.object({ rating: z.union([z.literal(1), z.literal(-1)]), comment: z.string().nullable() })

/** An answer: while it is written, and for good. */
export const Run = z
  .object({
    id: Uuid,
    status: z
      .enum(['running', 'waiting', 'done', 'stopped', 'failed'])
      .describe('`waiting`: for somebody to approve a tool.'),
    user_id: Uuid.describe('Who asked.'),
    personality: z.string().describe('Who answers, by handle.'),
    ai_twin_id: Uuid.nullable(),
    session_id: Uuid.nullable().describe('The private conversation that it belongs to.'),
    channel_id: Uuid.nullable(),
    thread_id: Uuid.nullable().describe('The thread of the channel that it is answered in.'),
    question: z.string(),
    question_message_id: Uuid.nullable(),
    text: z.string().describe('The answer so far.'),
    attachments: z.array(Attachment).describe('The picture or video that was made, once the run has ended.'),
    tools: z.array(RunTool).describe('Calls of tools, in the order in which they were made.'),
    tools_used: z.array(z.string()),
    sources: answerSources,
    reply_message_id: Uuid.nullable(),
    model: z.string().nullable(),
    confidence: z.number().nullable(),
    stop_reason: StopReason.nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    retry_of: Uuid.nullable().describe('The run whose question this one answers again.'),
    usage: z.object({
      input_tokens: z.int(),
      output_tokens: z.int(),
      cache_read_tokens: z.int(),
      cache_write_tokens: z.int(),
    }),
    cost_usd: z
      .number()
      .nullable()
      .describe(
        'US dollars, by list prices or the operator’s own, to six decimals. Null until it has ended, and where the price of its model is not known.',
      ),
    feedback: Feedback.nullable().describe('The caller’s own.'),
    created_at: Time,
    ended_at: Time.nullable(),
  })
  .meta({ id: 'Run' })
export type Run = z.output<typeof Run>

export const getRun = defineEndpoint({
  ...own,
  name: 'getRun',
  method: 'get',
  path: '/api/v2/chat/runs/:id',
  summary: 'An answer with its text so far, its tools and its state.',
  description: 'For whoever asked, and for everyone who can read the channel that is answered in.',
  params,
  responses: { 200: envelope(Run) },
  errors: ['not_found'],
})

export const listRuns = defineEndpoint({
  ...own,
  name: 'listRuns',
  method: 'get',
  path: '/api/v2/chat/runs',
  summary: 'Answers that are being written now.',
  description:
    'The caller’s own, or with `channel_id` all in that channel, newest first: for whoever comes in the middle of one.',
  query: z.object({ channel_id: ChannelId.optional(), before: idOf('run').optional(), limit: Limit() }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: z.object({ success: z.literal(true), data: z.array(Run), meta: z.object({ limit: z.int() }) }) },
  errors: ['not_found'],
})

export const retryRun = defineEndpoint({
  ...own,
  limit: ['chat', 'chat_address'],
  scope: 'execute',
  name: 'retryRun',
  method: 'post',
  path: '/api/v2/chat/runs/:id/retry',
  summary: 'Answer a question again.',
  description:
    'For whoever asked, once the run has ended (409 before). In a private conversation the new answer takes the place of the earlier one, which is kept as its earlier version; in a channel it is a further message, since others have read the first. Pictures and attachments are not kept with a run: an answer to a question with them is a 409, and so is one whose question or twin is deleted, or whose channel is archived.',
  params,
  responses: { 202: envelope(z.object({ id: Uuid.describe('The new run: its stream can be received by this id.') })) },
  errors: ['not_found', 'conflict', 'unavailable'],
})

export const rateRun = defineEndpoint({
  ...own,
  name: 'rateRun',
  method: 'post',
  path: '/api/v2/chat/runs/:id/feedback',
  summary: 'Say whether an answer was good.',
  description: 'Everyone who can read it has one opinion of it; another takes the place of the earlier.',
  params,
  body: z.object({
    rating: z.union([z.literal(1), z.literal(-1)]),
    comment: z.string().trim().max(2_000).nullish(),
  }),
  responses: { 200: envelope(Feedback) },
  errors: ['not_found'],
})
