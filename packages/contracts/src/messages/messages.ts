import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { Limit, Metadata, Offset, Position } from '../fields.ts'
import { ChannelId, ConversationId, MessageId, TwinId, UserId, Uuid, WorkspaceId } from '../ids.ts'
import { Message, Tombstone } from './message.ts'

const common = { owner: 'messaging', auth: 'user', limit: 'messages' } as const
const params = z.object({ id: MessageId })
const success = z.literal(true)

/** 1–40,000 characters after trimming; stored exactly as sent. */
export const maxContentLength = 40_000
const Content = z.string().refine((text) => text.trim().length >= 1 && text.trim().length <= maxContentLength, {
  message: `Must be 1–${maxContentLength} characters after trimming.`,
})
const ContentType = z
  .string()
  .trim()
  .regex(/^[\w.+/-]{1,50}$/, 'Must be a short identifier such as text.')

const draft = {
  content: Content,
  content_type: ContentType.default('text'),
  metadata: Metadata.optional(),
  user_id: UserId.optional(),
  ai_twin_id: TwinId.optional(),
}

const NewMessage = z.object({
  ...draft,
  channel_id: ChannelId,
  parent_message_id: MessageId.optional(),
  conversation_id: ConversationId.optional(),
  attachments: z.unknown().optional(),
})

const Posted = z.object({ success, data: Message, meta: z.object({ timestamp: z.string() }) })

const posting = `Posting to a public channel joins it. \`user_id\` must be the caller (403) unless an admin API key acts for a member. A parent that is not in this channel is a 400; a reply to a reply attaches to the thread's root. The \`pinned*\` and \`mentions\` keys of \`metadata\` are dropped. An archived channel is a 409.`

export const postMessage = defineEndpoint({
  ...common,
  name: 'postMessage',
  method: 'post',
  path: '/api/v2/messages',
  summary: 'Post a message to a channel the caller can write to.',
  description: posting,
  body: NewMessage,
  responses: { 201: Posted },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const sendMessage = defineEndpoint({
  ...common,
  name: 'sendMessage',
  method: 'post',
  path: '/api/v2/messages/send',
  summary: 'Another name of `POST /api/v2/messages`.',
  description: posting,
  body: NewMessage,
  responses: { 201: Posted },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const listMessages = defineEndpoint({
  ...common,
  name: 'listMessages',
  method: 'get',
  path: '/api/v2/messages/history',
  summary: 'A channel’s messages, newest first; a thread’s replies, oldest first; or what changed since.',
  description: `Plain history leaves thread replies and deleted messages out; \`meta.total\` counts what it pages over. Page by \`offset\`, or stably by \`before\` / \`after\` with a message's id. With \`thread_id\` it lists that thread's replies, oldest first. With \`after_seq\` or \`after_rev\` it lists ascending by that number, replies included and deleted messages as tombstones: what a client needs to catch up. \`before\`, \`after\`, \`after_seq\`, \`after_rev\` and a non-zero \`offset\` exclude one another (400).`,
  query: z
    .object({
      channel_id: ChannelId,
      thread_id: MessageId.optional(),
      limit: Limit(),
      offset: Offset,
      before: MessageId.optional(),
      after: MessageId.optional(),
      after_seq: Position.optional(),
      after_rev: Position.optional(),
    })
    .superRefine((query, context) => {
      const given = (['before', 'after', 'after_seq', 'after_rev'] as const).filter((key) => query[key] !== undefined)
      if (given.length + Number(query.offset > 0) > 1)
        context.addIssue({
          code: 'custom',
          path: [given.at(-1)!],
          message: 'Give one of offset, before, after, after_seq, after_rev.',
        })
      if (query.thread_id && (query.after_seq !== undefined || query.after_rev !== undefined))
        context.addIssue({ code: 'custom', path: ['thread_id'], message: 'Not together with after_seq or after_rev.' })
    }),
  responses: {
    200: z.object({
      success,
      data: z.array(z.union([Message, Tombstone])),
      meta: PageMeta.extend({
        has_more: z.boolean(),
        seq: z.int().describe('The channel’s newest message number.'),
        rev: z.int().describe('The channel’s newest change number.'),
      }),
    }),
  },
  errors: ['not_found'],
})

export const getMessage = defineEndpoint({
  ...common,
  name: 'getMessage',
  method: 'get',
  path: '/api/v2/messages/:id',
  summary: 'One message.',
  params,
  responses: { 200: envelope(Message) },
  errors: ['not_found'],
})

export const replyInThread = defineEndpoint({
  ...common,
  name: 'replyInThread',
  method: 'post',
  path: '/api/v2/messages/:id/thread',
  summary: 'Reply in a message’s thread.',
  description: 'A reply to a reply attaches to the thread’s root. Otherwise as posting to the channel.',
  params,
  body: z.object(draft),
  responses: { 201: Posted },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const listUnread = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'listUnread',
  method: 'get',
  path: '/api/v2/channels/unread',
  summary: 'What the caller has not read, per channel they are a member of.',
  description:
    'Leaves out one’s own, deleted and thread messages. Counts are exact to 1,000 and stop there. `mention_count` counts those that mention the caller.',
  query: z.object({ workspace_id: WorkspaceId }),
  responses: {
    200: z.object({
      success,
      channels: z.array(
        z.object({
          channel_id: Uuid,
          unread_count: z.int(),
          mention_count: z.int(),
          last_read_message_id: Uuid.nullable(),
        }),
      ),
    }),
  },
  errors: ['not_found'],
})

export const markRead = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'markRead',
  method: 'post',
  path: '/api/v2/channels/:id/read',
  summary: 'Move the caller’s read marker forward to a message.',
  description:
    'A marker never moves back: naming an older message answers where it stands. Only members have markers (404). A message that is not in this channel is a 400.',
  params: z.object({ id: ChannelId }),
  body: z.object({ last_read_message_id: MessageId }),
  responses: { 200: z.object({ success, last_read_message_id: Uuid.nullable(), unread_count: z.int() }) },
  errors: ['not_found'],
})
