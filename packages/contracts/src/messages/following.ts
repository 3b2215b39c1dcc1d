import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { always, Limit } from '../fields.ts'
import { MessageId, Uuid } from '../ids.ts'
import { FollowedThread, longPages, Message, ThreadState } from './message.ts'

const common = { owner: 'messaging', auth: 'user', limit: 'messages' } as const
const success = z.literal(true)

/** Mentions are counted exactly up to here. */
export const maxMentionsCounted = 1_000

const page = {
  limit: Limit(),
  before: MessageId.optional(),
  after: MessageId.optional(),
}
const oneCursor = (query: { before?: unknown; after?: unknown }, context: z.RefinementCtx): void => {
  if (query.before !== undefined && query.after !== undefined)
    context.addIssue({ code: 'custom', path: ['after'], message: 'Give one of before, after.' })
}

export const followThread = defineEndpoint({
  ...common,
  name: 'followThread',
  method: 'put',
  path: '/api/v2/messages/:id/follow',
  summary: 'Follow a message’s thread, or stop following it.',
  description:
    'People follow a thread by themselves when they reply in it, when a reply mentions them, and when a message of theirs is replied to. Whoever stops following stays out until they ask to follow again, whatever is written there. A reply’s id stands for its thread. It works in archived channels too: it is the caller’s own setting.',
  params: z.object({ id: MessageId }),
  body: z.object({ following: z.boolean() }),
  responses: { 200: envelope(z.object({ message_id: Uuid.describe('The thread’s root.'), following: z.boolean() })) },
  errors: ['not_found'],
})

export const listFollowedThreads = defineEndpoint({
  ...common,
  name: 'listFollowedThreads',
  method: 'get',
  path: '/api/v2/messages/threads',
  summary: 'The roots of the threads that the caller follows, the last replied to first.',
  description: `Only threads with replies, in channels the caller can read now. Page with \`before\` or \`after\`, a thread’s root: the page next to it (400 where the caller does not follow it). A thread that is replied to meanwhile moves to the first page. A deleted root is left out, though its replies stay. \`unread_threads\` of \`GET /api/v2/channels/unread\` says how many have unread replies. ${longPages}`,
  query: z.object(page).superRefine(oneCursor, always),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: {
    200: z.object({
      success,
      data: z.array(FollowedThread),
      meta: z.object({ limit: z.int(), has_more: z.boolean() }),
    }),
  },
})

export const markThreadRead = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'markThreadRead',
  method: 'post',
  path: '/api/v2/messages/:id/thread/read',
  summary: 'Mark a thread read, up to a reply or whole.',
  description:
    'Without `last_read_message_id` it is read up to its newest reply. A marker never moves back: naming an older reply, or an imported one, answers where it is. A reply’s id stands for its thread. What is no message of the thread is a 400; a reply deleted since will do. Replying in a thread moves one’s own marker, too, and no event says so. Where the caller takes no part in the thread there is nothing to mark: `unread_count` is 0.',
  params: z.object({ id: MessageId }),
  body: z.object({ last_read_message_id: MessageId.optional() }),
  responses: { 200: envelope(ThreadState) },
  errors: ['not_found'],
})

export const listMentions = defineEndpoint({
  ...common,
  name: 'listMentions',
  method: 'get',
  path: '/api/v2/messages/mentions',
  summary: 'The messages that mention the caller, newest first.',
  description: `By handle, \`@channel\` or \`@here\`, replies included, each once; not one's own, nor deleted ones, and only in channels the caller can read now. \`@channel\` and \`@here\` mention the members of a channel, and those who joined later not. Page with \`before\` or \`after\`, the id of a message: the page next to it, newest first; any message's id will do, for ids are in the order of time. \`meta.total\` is exact to ${maxMentionsCounted}; beyond that \`meta.total_is_capped\` is true. ${longPages}`,
  query: z.object(page).superRefine(oneCursor, always),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: {
    200: z.object({
      success,
      data: z.array(Message),
      meta: z.object({ total: z.int(), total_is_capped: z.boolean(), limit: z.int(), has_more: z.boolean() }),
    }),
  },
})
