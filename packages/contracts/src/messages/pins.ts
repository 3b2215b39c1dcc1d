import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Limit } from '../fields.ts'
import { ChannelId, MessageId, UserId } from '../ids.ts'
import { longPages, Message } from './message.ts'

const common = { owner: 'messaging', auth: 'user' } as const
const success = z.literal(true)
const inChannel = z.object({ id: ChannelId, messageId: MessageId })

/** Messages that may be pinned in a channel at once. */
export const maxPins = 100

const pinning = `Whoever may read the channel may pin; it does not join it. \`metadata\` gains \`pinned\`, \`pinned_by\` and \`pinned_at\`. Pinning what is pinned changes nothing: the first to pin stays, and nothing is published. A channel holds ${maxPins} pins (409 for another). An archived channel is a 409; deleted, foreign and hidden messages answer 404 alike.`

export const pinMessage = defineEndpoint({
  ...common,
  limit: 'messages',
  name: 'pinMessage',
  method: 'post',
  path: '/api/v2/messages/:id/pin',
  summary: 'Pin a message in its channel.',
  description: pinning,
  params: z.object({ id: MessageId }),
  body: z.object({ user_id: UserId.nullish().describe('Must be the caller; an admin API key may act for a member.') }),
  responses: { 200: envelope(Message) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const pinChannelMessage = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'pinChannelMessage',
  method: 'post',
  path: '/api/v2/channels/:id/messages/:messageId/pin',
  summary: 'Pin a message in its channel.',
  description: `As \`POST /api/v2/messages/:id/pin\`. A message of another channel is a 404. ${pinning}`,
  params: inChannel,
  responses: { 200: z.object({ success, message: Message }) },
  errors: ['not_found', 'conflict'],
})

export const unpinChannelMessage = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'unpinChannelMessage',
  method: 'delete',
  path: '/api/v2/channels/:id/messages/:messageId/pin',
  summary: 'Take a message’s pin away.',
  description:
    'Whoever may pin may unpin. Takes `pinned`, `pinned_by` and `pinned_at` out of `metadata`, and nothing else. Unpinning what is not pinned changes nothing and publishes nothing. A message of another channel is a 404, an archived channel a 409.',
  params: inChannel,
  responses: { 200: z.object({ success, message: Message }) },
  errors: ['not_found', 'conflict'],
})

export const listPins = defineEndpoint({
  ...common,
  limit: 'channels',
  name: 'listPins',
  method: 'get',
  path: '/api/v2/channels/:id/pins',
  summary: 'A channel’s pinned messages, the last pinned first.',
  description: `\`count\` is how many there are in all, at most ${maxPins}, and so all come in one answer unless \`limit\` is lower or they are long. Page with \`before\`, the id of the last pin of the page before (400 when it is not pinned in this channel any more). ${longPages}`,
  params: z.object({ id: ChannelId }),
  query: z.object({ limit: Limit({ max: maxPins, fallback: maxPins }), before: MessageId.optional() }),
  pages: { items: 'pins', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: z.object({ success, pins: z.array(Message), count: z.int() }) },
  errors: ['not_found'],
})
