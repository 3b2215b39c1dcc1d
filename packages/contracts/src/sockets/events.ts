import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { channelFeed } from '../feeds.ts'
import { someTypeId, typeId, Uuid } from '../ids.ts'

/** Somebody writes in a conversation of the support desk. */
export const ConversationTyping = z.object({
  conversationId: typeId('cnv'),
  senderType: z.enum(['VISITOR', 'AGENT']),
  senderId: someTypeId('vis', 'usr'),
  senderName: z.string().nullable(),
})

export const typing = defineEvent({
  type: 'typing',
  audience:
    'Members of the channel; of a conversation the workspace’s agents, owners and admins, and its visitor; none of the sockets of the one who types.',
  delivery: 'transient',
  feed: channelFeed,
  data: z.union([z.object({ user_id: Uuid, channel_id: Uuid }), ConversationTyping]),
})

export const presence = defineEvent({
  type: 'presence',
  audience:
    'People who share a channel of at most 500 members with the person, each once; not the person’s own sockets.',
  description:
    'A new socket is sent one event for each of these people who is not offline. Someone who joins a channel and its members are sent each other’s presence in the same way.',
  delivery: 'transient',
  data: z.object({ user_id: Uuid, status: z.enum(['online', 'away', 'dnd', 'offline']) }),
})

/** Why the server closes a socket. `revoked`, `expired`, `flooding`: do not reconnect with the same credential or client. */
export const GoodbyeCode = z.enum(['revoked', 'expired', 'flooding', 'draining'])
export type GoodbyeCode = z.infer<typeof GoodbyeCode>

/** The last event that a socket receives before the server closes it. */
export const goodbye = defineEvent({
  type: 'goodbye',
  audience: 'The socket that is about to be closed.',
  delivery: 'transient',
  data: z.object({
    code: GoodbyeCode,
    message: z.string(),
    reconnect_in_ms: z.int().nullable().describe('When to connect again; null where it would be refused.'),
  }),
})

/** Those that sockets receive. */
export const socketEvents = [typing, presence, goodbye] as const
