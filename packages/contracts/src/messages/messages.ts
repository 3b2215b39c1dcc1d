import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { always, GivenTime, Limit, Offset, Position } from '../fields.ts'
import { ChannelId, ConversationId, MessageId, Uuid, WorkspaceId } from '../ids.ts'
import { bodyLimits } from '../limits.ts'
import { longPages, Message, postBody, ReadMarker, saysSomething, Tombstone } from './message.ts'
import { ScheduledMessage, SendAt, scheduledLimits } from './scheduled-message.ts'

const common = { owner: 'messaging', auth: 'user', limit: 'messages' } as const
const params = z.object({ id: MessageId })
const success = z.literal(true)

const NewMessage = z
  .object({
    ...postBody,
    channel_id: ChannelId,
    parent_message_id: MessageId.nullish(),
    conversation_id: ConversationId.nullish().describe(
      'Accepted and not needed: a channel is its own conversation, and the answer’s `conversation_id` is the channel’s id.',
    ),
    send_at: SendAt.nullish(),
  })
  .superRefine(saysSomething, always)

const answered = <T extends z.ZodType>(data: T) =>
  z.object({ success, data, meta: z.object({ timestamp: z.string() }) })
/** With `send_at` it is posted later: a 202. */
const posted = { 201: answered(Message), 202: answered(ScheduledMessage) }

const posting = `Posting to a public channel joins it. \`user_id\` must be the caller (403), unless an API key with the scope \`admin\`, of an owner or admin, acts for a member: for anyone of the workspace, as they could themselves, in their private channels too. \`ai_twin_id\` lets a twin speak: it takes a channel admin, the channel's creator, or a workspace owner or admin (403), and a twin assigned to the channel (404). The message's \`user_id\` is then null; whoever let it speak does not join by it, nor is their marker moved. A parent that is not in this channel is a 400; a reply to a reply attaches to the thread's root. An archived channel is a 409.

\`attachments\` takes files that the caller has uploaded to this channel and not attached yet (400); with them \`content\` may be empty.

The \`pinned*\` and \`mentions\` keys of \`metadata\` are dropped. \`@handle\` mentions members of the channel; a person's handles are their display name, without regard to case, spaces and punctuation (\`@ada-lovelace\`, \`@AdaLovelace\`), and their address up to its \`@\` or \`+\` (\`@al1815\`). A handle that several members share mentions all of them. \`@channel\` and \`@here\` mention everyone. Mentions hold ids, so they survive renames. Code, the destination of a link, URLs and email addresses mention nobody.

Posting moves the author's own read marker to the message; a thread reply moves that of its thread alone.

With \`send_at\` the message is kept and posted then; what could not be posted now is refused now, and permission is checked again at its time. A person may have ${scheduledLimits.perPerson} that wait or have failed (409). It is its author's, who alone sees and changes it: \`/api/v2/messages/scheduled\`. What an admin's key schedules for a member is that member's, and goes out if whoever scheduled it is still an admin.`

export const postMessage = defineEndpoint({
  ...common,
  name: 'postMessage',
  method: 'post',
  path: '/api/v2/messages',
  summary: 'Post a message to a channel the caller can write to.',
  description: posting,
  bodyLimitBytes: bodyLimits.content,
  body: NewMessage,
  responses: posted,
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const sendMessage = defineEndpoint({
  ...common,
  name: 'sendMessage',
  method: 'post',
  path: '/api/v2/messages/send',
  summary: 'Another name of `POST /api/v2/messages`.',
  description: posting,
  bodyLimitBytes: bodyLimits.content,
  body: NewMessage,
  responses: posted,
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const listMessages = defineEndpoint({
  ...common,
  name: 'listMessages',
  method: 'get',
  path: '/api/v2/messages/history',
  summary: 'A channel’s messages, newest first; a thread’s replies, oldest first; or what changed since.',
  description: `Plain history leaves thread replies and deleted messages out. Page by \`offset\`, or stably by \`before\` / \`after\` with the id of a message of the channel (400 for any other; one deleted since will do): the page nearest to it, in the list's own order. With \`thread_id\` it lists that thread's replies, oldest first; a thread that is not in the channel is a 404, and a reply's id stands for its thread. \`meta.total\` counts the channel's messages or the thread's replies.

With \`after_seq\` or \`after_rev\` it lists ascending by that number, replies included and deleted messages as tombstones: what a client needs to catch up. \`meta.total\` is then how far the channel's own number is ahead.

With \`around\`, the id of a message of the channel, it lists what is on both sides of it, half of \`limit\` on each, the message itself included; with \`around_at\` what is on both sides of a time. \`meta.has_previous\` then says whether there is anything before the first message of the answer, and \`meta.has_more\` whether behind the last.

\`before\`, \`after\`, \`around\`, \`around_at\`, \`after_seq\`, \`after_rev\` and a non-zero \`offset\` exclude one another (400). \`meta.has_more\` says whether there is another page in the direction of paging. ${longPages}`,
  query: z
    .object({
      channel_id: ChannelId,
      thread_id: MessageId.optional(),
      limit: Limit(),
      offset: Offset,
      before: MessageId.optional(),
      after: MessageId.optional(),
      around: MessageId.optional(),
      around_at: GivenTime.optional().describe('A time: what was posted before and after it.'),
      after_seq: Position.optional().describe('What has a higher `seq` in the channel.'),
      after_rev: Position.optional().describe('What has changed since the channel’s `rev` was this.'),
    })
    .superRefine((query, context) => {
      const given = (['before', 'after', 'around', 'around_at', 'after_seq', 'after_rev'] as const).filter(
        (key) => query[key] !== undefined,
      )
      const hasOffset = typeof query.offset === 'number' && query.offset > 0
      if (given.length + Number(hasOffset) > 1)
        context.addIssue({
          code: 'custom',
          path: [given.at(-1)!],
          message: 'Give one of offset, before, after, around, around_at, after_seq, after_rev.',
        })
      if (query.thread_id && (query.after_seq !== undefined || query.after_rev !== undefined))
        context.addIssue({ code: 'custom', path: ['thread_id'], message: 'Not together with after_seq or after_rev.' })
    }, always),
  pages: {
    items: 'data',
    cursors: [
      { when: 'after_seq', query: 'after_seq', of: 'seq' },
      { when: 'after_rev', query: 'after_rev', of: 'rev' },
      { when: 'thread_id', query: 'after', of: 'id' },
      { query: 'before', of: 'id' },
    ],
  },
  responses: {
    200: z.object({
      success,
      data: z.array(z.union([Message, Tombstone])),
      meta: PageMeta.extend({
        has_more: z.boolean(),
        has_previous: z.boolean().optional().describe('With `around` and `around_at`.'),
        seq: z.int().describe('The channel’s newest message number.'),
        rev: z.int().describe('The channel’s newest change number.'),
        is_following: z.boolean().optional().describe('With `thread_id`: whether the caller follows the thread.'),
        last_read_message_id: Uuid.optional().describe(
          'With `thread_id`: how far the caller has read the thread; its root where they have read no reply.',
        ),
        unread_count: z.int().optional().describe('With `thread_id`: replies that the caller has not read.'),
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
  description: 'Deleted, foreign and hidden messages answer 404 alike.',
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
  description:
    'A reply to a reply attaches to the thread’s root. A thread outlives its root: once that is deleted, a reply to it is a 404 as to any deleted message, but one to a reply that is still there attaches to the root as before. Otherwise as posting to the channel.',
  params,
  bodyLimitBytes: bodyLimits.content,
  body: z.object({ ...postBody, send_at: SendAt.nullish() }).superRefine(saysSomething, always),
  responses: posted,
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
    'Leaves out one’s own, deleted and thread messages. Counts are exact to 1,000 and stop there. `mention_count` counts those that mention the caller, by handle, `@channel` or `@here`. What was there before one joined is not unread. `last_read_message_id` is null until the caller has posted or read anything. Another workspace’s id answers 404.',
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
      unread_threads: z
        .int()
        .describe('Threads that the caller follows and has not read to their end; exact to 1,000.'),
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
    'A marker never moves back: naming an older message, or an imported one, answers its current position. Only members have markers (404). A message that is not in this channel is a 400; one deleted since will do.',
  params: z.object({ id: ChannelId }),
  body: z.object({ last_read_message_id: MessageId }),
  responses: { 200: z.object({ success, last_read_message_id: Uuid.nullable(), unread_count: z.int() }) },
  errors: ['not_found'],
})

export const markUnread = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'markUnread',
  method: 'post',
  path: '/api/v2/channels/:id/unread',
  summary: 'Move the caller’s read marker back, so that a message and all after it are unread.',
  description:
    'The marker goes right before the message, wherever it was; `last_read_message_id` is null where nothing is before it. What was there before one joined is not unread all the same. Posting, or reading on, moves it forward again. An imported message is unread for nobody, and moves nothing. Only members have markers (404). A message that is not in this channel is a 400; one deleted since will do.',
  params: z.object({ id: ChannelId }),
  body: z.object({ from_message_id: MessageId }),
  responses: { 200: z.object({ success, last_read_message_id: Uuid.nullable(), unread_count: z.int() }) },
  errors: ['not_found'],
})

export const markAllRead = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'markAllRead',
  method: 'post',
  path: '/api/v2/channels/read-all',
  summary: 'Mark everything read in the channels the caller is a member of.',
  description:
    '`channel_ids` are those whose marker moved; each is published as `read.updated`. A `workspace_id` that is not the caller’s is a 404.',
  body: z.object({ workspace_id: WorkspaceId.optional() }),
  responses: { 200: z.object({ success, channel_ids: z.array(Uuid) }) },
  errors: ['not_found'],
})

export const listReadMarkers = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'listReadMarkers',
  method: 'get',
  path: '/api/v2/channels/:id/reads',
  summary: 'How far the members of a channel have read.',
  description:
    'The markers that `read.updated` events then change: every member’s while the channel has at most 50, the caller’s own beyond that. A member who has read nothing since joining has none. Only members see markers (404).',
  params: z.object({ id: ChannelId }),
  responses: { 200: z.object({ success, markers: z.array(ReadMarker) }) },
  errors: ['not_found'],
})
