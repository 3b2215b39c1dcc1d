import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { always, Limit, Time } from '../fields.ts'
import { defineDownload } from '../file-download.ts'
import { idOf, MessageId, Uuid } from '../ids.ts'
import { Attachment } from '../messages/attachment.ts'
import { visibleLine } from '../text.ts'
import { answerSources } from './answer-source.ts'

const own = { owner: 'chat-engine', auth: 'user', limit: 'default' } as const
const success = z.literal(true)
const params = z.object({ id: idOf('chat') })

export const ChatSession = z
  .object({
    id: Uuid,
    title: z.string().describe('The beginning of its first question, until somebody names it.'),
    head_message_id: Uuid.nullable().describe('The last message of the version that is shown.'),
    created_at: Time,
    last_message_at: Time,
  })
  .meta({ id: 'ChatSession' })

export const ChatMessage = z
  .object({
    id: Uuid,
    role: z.enum(['user', 'assistant']),
    content: z.string(),
    attachments: z.array(Attachment).describe('Of an answer: the picture or video that was made.'),
    sources: answerSources,
    parent_message_id: Uuid.nullable().describe('The message that it follows.'),
    run_id: Uuid.describe('The run that answers it, or wrote it.'),
    personality: z.string().describe('Who was asked, by handle.'),
    version_ids: z
      .array(Uuid)
      .describe('This message and those that stand in its place in other versions, oldest first.'),
    created_at: Time,
  })
  .meta({ id: 'ChatMessage' })

export const listChatSessions = defineEndpoint({
  ...own,
  name: 'listChatSessions',
  method: 'get',
  path: '/api/v2/chat/sessions',
  summary: 'The caller’s private conversations with engines, last used first.',
  description:
    'Nobody else’s are ever shown. With `query` those in which every one of its words is said, by its beginning, or stands in the title. For the next page give `before` the id of the last.',
  query: z.object({
    query: visibleLine(200).optional(),
    before: idOf('chat').optional(),
    limit: Limit(),
  }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: {
    200: z.object({
      success,
      data: z.array(ChatSession),
      meta: z.object({ limit: z.int(), has_more: z.boolean() }),
    }),
  },
})

export const listChatMessages = defineEndpoint({
  ...own,
  name: 'listChatMessages',
  method: 'get',
  path: '/api/v2/chat/sessions/:id/messages',
  summary: 'A private conversation, newest message first.',
  description:
    'Each answer follows its question, also where several were asked at once. Of questions that were asked again, and answers that were given again, the version that is shown: `PATCH` with `head_message_id` shows another.',
  params,
  query: z.object({ before: MessageId.optional(), limit: Limit() }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: {
    200: z.object({
      success,
      data: z.array(ChatMessage),
      meta: z.object({ limit: z.int(), has_more: z.boolean() }),
    }),
  },
  errors: ['not_found'],
})

export const updateChatSession = defineEndpoint({
  ...own,
  name: 'updateChatSession',
  method: 'patch',
  path: '/api/v2/chat/sessions/:id',
  summary: 'Name a private conversation, or show another version of it.',
  params,
  body: z
    .object({
      title: visibleLine(200).optional(),
      head_message_id: MessageId.optional().describe(
        'A message of it: the newest conversation with this message is shown from now on, and gone on with.',
      ),
    })
    .superRefine((body, context) => {
      if (body.title === undefined && body.head_message_id === undefined)
        context.addIssue({ code: 'custom', path: [], message: 'Give something to change.' })
    }, always),
  responses: { 200: envelope(ChatSession) },
  errors: ['not_found'],
})

export const deleteChatSession = defineEndpoint({
  ...own,
  name: 'deleteChatSession',
  method: 'delete',
  path: '/api/v2/chat/sessions/:id',
  summary: 'Delete a private conversation, for good.',
  description:
    'With all versions of its messages, and their files. An answer that is being written in it is stopped, and kept nowhere.',
  params,
  responses: { 200: envelope(z.null()) },
  errors: ['not_found'],
})

export const downloadChatFile = defineDownload({
  owner: 'chat-engine',
  name: 'downloadChatFile',
  path: '/api/v2/chat/files/:id/:name',
})
