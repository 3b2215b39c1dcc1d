import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Flag, Integer, Limit, Position } from '../fields.ts'
import { DeskConversationId } from '../ids.ts'
import { DeskMessage, QueuePosition, VisitorConversation } from './conversation.ts'
import { fileRules, messageFields, messageUpload } from './messages.ts'
import { widgetLimits } from './widget.ts'

const visiting = { owner: 'support-desk', auth: 'visitor', limit: widgetLimits.calls } as const

/** What a widget says by itself, many times a minute, takes nothing from what its visitor writes. */
const signalling = { ...visiting, limit: widgetLimits.signals } as const

/**
 * Of one visitor: conversations that are open at once, and bytes of all the files that they have sent. From one address
 * visitors send no more bytes than one of them in an hour.
 */
export const visitorQuota = { openConversations: 5, fileBytes: 200 * 1024 * 1024 } as const
/** MiB of files that the visitors of one widget key may send in an hour. */
export const visitorFileMibPerHour = 2_048
/** From one IP address in an hour, and in a minute, whoever it says it is: it must not use up what its widget key may. */
export const addressConversationsPerHour = 100
export const addressMessagesPerMinute = 300

const conversationId = DeskConversationId.optional().describe('The visitor’s newest conversation, if not given.')
const ofConversation = { 200: VisitorConversation } as const

export const listWidgetConversations = defineEndpoint({
  ...visiting,
  name: 'listWidgetConversations',
  method: 'get',
  path: '/api/widget/conversations',
  summary: 'The visitor’s conversations, newest first.',
  query: z.object({ before: DeskConversationId.optional(), limit: Limit({ fallback: 20 }) }),
  pages: { items: 'conversations', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: z.object({ conversations: z.array(VisitorConversation) }) },
})

export const listWidgetMessages = defineEndpoint({
  ...visiting,
  name: 'listWidgetMessages',
  method: 'get',
  path: '/api/widget/messages',
  summary: 'The messages of a conversation of the visitor’s, oldest first.',
  description:
    'Where there is no conversation yet there are no messages. Page by `page`, or by `after_seq` with the last `seq` of the page before; `before_seq` has those before it, the newest of them.',
  query: z.object({
    conversationId,
    page: Integer({ min: 1, max: 100_000 }).default(1),
    limit: Limit(),
    after_seq: Position.optional().describe('Those after this `seq` alone; `page` is not looked at then.'),
    before_seq: Position.optional().describe('The last ones before this `seq`; `page` is not looked at then.'),
  }),
  pages: { items: 'messages', cursors: [{ query: 'after_seq', of: 'seq' }] },
  responses: {
    200: z.object({
      conversation: VisitorConversation.nullable(),
      queuePosition: QueuePosition,
      messages: z.array(DeskMessage),
      total: z.int(),
      page: z.int(),
      limit: z.int(),
    }),
  },
  errors: ['not_found'],
})

export const sendWidgetMessage = defineEndpoint({
  ...visiting,
  ...messageUpload,
  name: 'sendWidgetMessage',
  method: 'post',
  path: '/api/widget/messages',
  summary: 'Write to the desk.',
  description: `To the visitor’s newest conversation unless \`conversationId\` names another of theirs or \`newConversation\` begins one; without any, the first is begun. One that was resolved is WAITING again, with the agent whom it had, if they are connected and neither away nor busy, or else with none. While the desk is closed its away message follows, once until an agent answers, unless AI answers. A visitor has at most ${visitorQuota.openConversations} open conversations (409). ${fileRules} All files of a visitor may come to 200 MiB (409), as may those from one address in an hour (429); those of a widget key’s visitors to ${visitorFileMibPerHour} MiB in an hour (429). From one IP address, or network /64, come at most ${addressMessagesPerMinute} messages in a minute, and ${addressConversationsPerHour} new conversations in an hour (429).`,
  body: z.object({ ...messageFields, conversationId, newConversation: Flag.default(false) }),
  responses: { 200: DeskMessage },
  errors: ['not_found', 'conflict'],
})

export const typeInWidget = defineEndpoint({
  ...signalling,
  name: 'typeInWidget',
  method: 'post',
  path: '/api/widget/typing',
  summary: 'Say that the visitor is writing.',
  description: 'The workspace’s agents receive `typing`, once a second at most.',
  body: z.object({ conversationId }),
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found'],
  idempotent: false,
})

export const readInWidget = defineEndpoint({
  ...signalling,
  name: 'readInWidget',
  method: 'post',
  path: '/api/widget/read',
  summary: 'Mark what the desk has written as read.',
  body: z.object({ conversationId }),
  responses: ofConversation,
  errors: ['not_found'],
})

export const rateInWidget = defineEndpoint({
  ...visiting,
  name: 'rateInWidget',
  method: 'post',
  path: '/api/widget/rating',
  summary: 'Rate how a conversation was resolved.',
  description: 'One that was not resolved is a 409. Rated again, the score and the comment are replaced.',
  body: z.object({
    conversationId,
    score: z.int().min(1).max(5),
    comment: z.string().max(2_000).nullish(),
  }),
  responses: ofConversation,
  errors: ['not_found', 'conflict'],
})
