import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { DeskConversationId } from '../ids.ts'
import { widgetLimits } from './widget.ts'

export const mailTranscript = defineEndpoint({
  name: 'mailTranscript',
  owner: 'support-desk',
  auth: 'visitor',
  limit: widgetLimits.calls,
  method: 'post',
  path: '/api/widget/transcript',
  summary: 'Have a conversation mailed to oneself.',
  description:
    'To the visitor’s address (409 where they have none): the newest 500 messages, at most 50,000 characters, with the names of files. Once an agent has answered (409), and once an hour for a conversation (429). None is sent to an address that got five mails of the workspace that day or has unsubscribed, which the answer does not say.',
  body: z.object({
    conversationId: DeskConversationId.optional().describe('The visitor’s newest conversation, if not given.'),
  }),
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found', 'conflict', 'rate_limited'],
})
