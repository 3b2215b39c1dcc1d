import * as z from 'zod'
import { defineEndpoint, type ErrorData } from '../endpoint.ts'
import { HttpUrl, Json, metadataLimits, Time } from '../fields.ts'
import { ChannelId, idOf, MessageId, Uuid, WorkspaceId } from '../ids.ts'
import { bodyLimits } from '../limits.ts'
import { Attachment } from '../messages/attachment.ts'
import { defineStream } from '../stream.ts'
import { showsSomething, visibleLine } from '../text.ts'
import { AnswerSource, answerSources } from './answer-source.ts'

/** What one question may hold. */
export const chatLimits = {
  /** Characters of the question. */
  messageLength: 100_000,
  images: 10,
  /** Bytes of one picture, decoded. */
  imageBytes: 5 * 1024 * 1024,
  /** Bytes of a question's pictures together: with all else, an engine takes 32 MB in base64. */
  imagesBytes: 20 * 1024 * 1024,
  attachments: 20,
} as const

const own = { owner: 'chat-engine', auth: 'user', limit: 'default' } as const
const common = {
  ...own,
  limit: ['chat', 'chat_address'],
  scope: 'execute',
  bodyLimitBytes: bodyLimits.pictures,
} as const

/** Why an answer ends where it does; `stopped` by a person, `other` where the model says what is not known here. */
export const StopReason = z.enum([
  'end',
  'max_tokens',
  'stop_sequence',
  'refusal',
  'context_exceeded',
  'too_many_tools',
  'stopped',
  'other',
])
export type StopReason = z.output<typeof StopReason>

/** Looked at in pieces: an expression that matches millions of characters at once can overflow its stack. */
function isBase64(text: string): boolean {
  const end = text.length - /={0,2}$/.exec(text.slice(-2))![0].length
  for (let at = 0; at < end; at += pieceLength)
    if (!/^[A-Za-z\d+/]*$/.test(text.slice(at, Math.min(at + pieceLength, end)))) return false
  return end > 0
}
const pieceLength = 65_536

/** Its bytes have to be of the type that is named. */
const Image = z.object({
  filename: z.string().max(255),
  mediaType: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
  base64: z
    .string()
    .max(Math.ceil(chatLimits.imageBytes / 3) * 4, 'A picture may have at most 5 MB.')
    .refine(isBase64, 'Must be base64.'),
})

const bytesIn = ({ base64 }: z.output<typeof Image>): number =>
  Math.floor((base64.length * 3) / 4) - /=*$/.exec(base64.slice(-2))![0].length

const Question = z.object({
  message: z
    .string()
    .max(chatLimits.messageLength)
    .refine(showsSomething, 'Must show something.')
    .describe('The question.'),
  platform: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .default('api')
    .describe('Where it was asked: `api`, `discord`, `slack`, `web`, `alexa`. A label.'),
  userId: visibleLine(200)
    .optional()
    .describe(
      'Whom it was asked for. A label: it scopes the conversation and grants nothing. A caller’s labels share their rate limit.',
    ),
  channelId: ChannelId.optional().describe(
    'A channel that the caller can write to: question and answer are stored in it, and its last messages are the context.',
  ),
  threadId: MessageId.optional().describe('A root in `channelId`: question and answer are replies in its thread.'),
  sessionId: idOf('chat')
    .optional()
    .describe(
      'The private conversation to go on with, where no channel is given; an unknown id begins one. Without it, the one of the caller and `userId`, the same whoever answers.',
    ),
  replaces: idOf('msg')
    .optional()
    .describe(
      'A question of that conversation which this one takes the place of: the conversation goes on from there, and the earlier question and what followed are kept as its earlier version.',
    ),
  personality: z
    .string()
    .max(100)
    .optional()
    .describe(
      'Who answers this question: a twin’s handle or id, or a built-in personality; `lvng` if not given. Another one goes on with the same conversation, and reads what was said in it.',
    ),
  model: z.string().max(100).optional().describe('One of the configured models.'),
  context: z
    .record(z.string(), Json)
    .refine(
      (value) => JSON.stringify(value).length <= 4 * metadataLimits.maxBytes,
      `Must be at most ${4 * metadataLimits.maxBytes} characters of JSON.`,
    )
    .optional()
    .describe('What the answer may build on: results of tools, metadata, earlier state. Taken as data.'),
  images: z
    .array(Image)
    .max(chatLimits.images)
    .refine(
      (images) => images.reduce((sum, image) => sum + bytesIn(image), 0) <= chatLimits.imagesBytes,
      'Pictures may have at most 20 MB together.',
    )
    .optional()
    .describe('Pictures for an engine that sees them: at most 5 MB each, and 20 MB together.'),
  messageType: z
    .enum(['chat', 'research', 'image', 'video'])
    .default('chat')
    .describe(
      '`research` searches the web; `image` and `video` make a picture or a video of what `message` describes.',
    ),
})

const GivenAttachment = z.object({
  id: z.string().max(200).optional(),
  name: visibleLine(255),
  type: z.string().max(200).optional(),
  size: z.int().min(0).optional(),
  url: HttpUrl.or(z.string().max(2_000).startsWith('/')),
})

const Trace = z.object({
  name: z.string(),
  input: Json,
  outputPreview: z.string(),
  duration: z.int(),
})

const reply = z
  .string()
  .describe(
    'Markdown. Images that are elsewhere are links in it. HTML in it is text that the model wrote, such as an `<img>` that would load something: Parley’s own clients show it as text, and whoever else shows it escapes it. Of a longer answer in a channel, the message there has the first 40,000 characters.',
  )

const metadata = {
  toolsUsed: z.array(z.string()),
  model: z.string().nullable().describe('The model that answered; `local` where none is configured.'),
  stopReason: StopReason.describe('Why the answer ends where it does; `stopped` by a person.'),
}

const confidence = z
  .number()
  .min(0)
  .max(1)
  .describe(
    'How well what was found answers the question, from 0 to 1: 0 where nothing was found, or there is no answer; 0.5 where nothing was looked up for it.',
  )

const attachments = z
  .array(Attachment)
  .describe('The picture or video that was made; they are those of the answer’s message. Empty for any other answer.')

const media =
  'With `messageType` `image` or `video` the answer is a sentence with a file in `attachments`, kept with the answer’s message: in the channel as any attachment, in a private conversation for whoever asked, until that is deleted. Only `message` counts for it, its first 4,000 characters; `images` and `attachments` are a 400. A picture takes up to two minutes and 20 MiB, a video up to eight and 100 MiB. It counts as an answer of the model that made it, in `/api/v2/usage` and in budgets, also where it is stopped meanwhile, at the price that `MODEL_PRICES` has for it, and otherwise at none. A 503 names the setting without which none can be made.'

const inChannel =
  'With a `channelId` the caller must be able to write there (404 otherwise; 409 where it is archived). `userId` is a label and need not be a member’s id. A question that is asked here starts no other twin.'

/** What whoever waits for a whole answer is answered where that may last. */
export const longAnswers =
  'A call of a tool that needs a person’s approval is a 409 `approval_required` at once, with `about.approval_id` and `about.run_id`; an answer that takes more than 100 s is a 504 with `about.run_id`. It goes on all the same: it is received by `GET /api/v2/chat/stream/:streamId` and `GET /api/v2/chat/runs/:id`, or by the same request under its `Idempotency-Key`.'

export const sendChat = defineEndpoint({
  ...common,
  name: 'sendChat',
  method: 'post',
  path: '/api/v1/chat',
  summary: 'Ask, and wait for the whole answer.',
  description: `${inChannel} \`streaming\` is reserved and changes nothing. A caller who hangs up does not stop the answer: it is stored where it belongs.

${longAnswers} Under its \`Idempotency-Key\` an answer is given again as long as the caller can read it: once it is deleted, it is a 404.

${media}`,
  streams: true,
  body: Question.extend({
    streaming: z.boolean().default(false),
    useFirecrawl: z.boolean().default(false),
    attachments: z.array(GivenAttachment).max(chatLimits.attachments).optional(),
    debug: z.boolean().default(false),
  }),
  responses: {
    200: z
      .object({
        messageId: Uuid.nullable().describe(
          'The answer’s message in the channel, or in the private conversation; null where there is none, since the answer is empty.',
        ),
        reply,
        personality: z.string(),
        sessionId: Uuid,
        timestamp: Time,
        responseTime: z.int().describe('Milliseconds.'),
        attachments,
        sources: answerSources,
        confidence,
        metadata: z.object({ ...metadata, runId: Uuid }),
        toolCalls: z.array(Trace).optional().describe('With `debug`.'),
      })
      .meta({ id: 'ChatAnswer' }),
  },
  errors: ['not_found', 'conflict', 'approval_required', 'bad_gateway', 'unavailable', 'timeout'],
})

/** The frames of an answer that is streamed, as they are documented. */
export const chatFrames = {
  connected: z.object({ streamId: Uuid, timestamp: Time }),
  text_delta: z.object({
    content: z.string(),
    accumulated_length: z.int().describe('Characters of the answer so far, this piece included.'),
  }),
  tool_start: z.object({ tool: z.string(), toolId: z.string(), timestamp: Time }),
  tool_call: z.object({ tool: z.string(), input: Json }),
  tool_approval: z
    .object({ tool: z.string(), toolId: z.string(), approvalId: Uuid })
    .describe('The call waits for a person: `POST /api/v2/approvals/:id`. Beyond what is documented elsewhere.'),
  tool_result: z.object({
    tool: z.string(),
    duration: z.int(),
    resultPreview: z.string().max(200).describe('The beginning of what the tool answered.'),
    sources: z
      .array(AnswerSource)
      .optional()
      .describe('What it found that has an id; the answer may name it. Beyond what is documented elsewhere.'),
  }),
  tool_complete: z.object({ tool: z.string(), toolId: z.string(), success: z.boolean(), duration: z.int() }),
  done: z.object({
    streamId: Uuid,
    reply,
    personality: z.string(),
    responseTime: z.int(),
    toolsUsed: z.array(z.string()),
    attachments,
    sources: answerSources,
    confidence,
    metadata: z.object({
      ...metadata,
      knowledgeGraphQueried: z
        .boolean()
        .describe(
          'False: answers rest on passages of documents. The graph is a list of its own, `/api/knowledge-graph`.',
        ),
    }),
  }),
  error: z.object({
    message: z.string(),
    streamId: Uuid,
    code: z.string().describe('As an error answer would have it, or `context_exceeded`, `budget_exceeded`.'),
  }),
}

/** Says of which stream an error is. */
export const chatErrorData: ErrorData = ({ code, message }, { streamId }) => ({ code, message, streamId })

const asFrames =
  'Each frame has an `id`, by which `Last-Event-ID` resumes; between frames there is a comment every 15 s. A frame is one line of JSON, in one write. What fails before the first frame is an ordinary error; afterwards it is the frame `error`, the last.'

export const streamChat = defineStream({
  ...common,
  name: 'streamChat',
  method: 'post',
  path: '/api/v2/chat/stream',
  summary: 'Ask, and receive the answer while it is written.',
  description: `${inChannel} ${asFrames} A client that disconnects does not stop the answer: it can be resumed by \`streamId\`.

${media}`,
  body: Question.extend({
    workspaceId: WorkspaceId.optional().describe('Must be the token’s (404 otherwise).'),
  }),
  frames: chatFrames,
  errorData: chatErrorData,
  resumedAt: '/api/v2/chat/stream/:streamId',
  errors: ['not_found', 'conflict', 'unavailable'],
})

const stream = z.object({ streamId: idOf('run') })

export const resumeChatStream = defineStream({
  ...own,
  name: 'resumeChatStream',
  method: 'get',
  path: '/api/v2/chat/stream/:streamId',
  summary: 'Receive the rest of an answer, while it is written and for a minute after.',
  description: `With \`Last-Event-ID\`, what came after that frame, and from the first otherwise; beyond the last frame, the last again once the answer is over. What is no number is a 400. For whoever asked, and for the members of the channel that is answered in. ${asFrames}`,
  params: stream,
  frames: chatFrames,
  errorData: chatErrorData,
  errors: ['not_found'],
})

export const stopChatStream = defineEndpoint({
  ...own,
  scope: 'execute',
  name: 'stopChatStream',
  method: 'post',
  path: '/api/v2/chat/stream/:streamId/stop',
  summary: 'Stop an answer; what has been written of it is kept.',
  description:
    'For whoever asked, and for owners and admins of the workspace who can read it. Stopping one that has ended answers the same.',
  params: stream,
  responses: { 200: z.object({ success: z.literal(true), streamId: Uuid }) },
  errors: ['not_found'],
})
