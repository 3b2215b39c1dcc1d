import * as z from 'zod'
import { EventEnvelope } from './event.ts'
import { events, type GoodbyeCode } from './events.ts'
import type { Json, Schemas } from './openapi-schemas.ts'
import { type ConnectRefusal, socketMessages as messages, SocketError, socketLimits } from './realtime.ts'

/** What a socket at `/socket.io` receives: not HTTP, so OpenAPI has no place of its own for it. */
export function socketEvents(schemas: Schemas): Json {
  return {
    envelope: schemas.of(EventEnvelope, 'output'),
    events: events.map(({ type, audience, description, delivery, data }) => ({
      type,
      audience,
      ...(description && { description }),
      delivery,
      data: schemas.of(data, 'output'),
    })),
  }
}

/** What a client may send there, how it gets in, and why it may be sent away. */
export function socketMessages(schemas: Schemas): Json {
  return {
    connecting: {
      description: connecting,
      auth: schemas.of(Auth, 'input'),
      refusals: listOf(refusals, 'code'),
    },
    messages: messages.map(({ name, description, payload, acknowledgement, errors }) => ({
      name,
      description,
      ...(payload && { payload: schemas.of(payload, 'input') }),
      acknowledgement: schemas.of(acknowledgement, 'output'),
      errors,
    })),
    error: schemas.of(SocketError, 'output'),
    limits: Object.entries(limits).map(([name, description]) => ({
      name,
      value: socketLimits[name as keyof typeof socketLimits],
      description,
    })),
    goodbyes: listOf(goodbyes, 'code'),
  }
}

interface Ending {
  when: string
  /** What a client does about it. */
  remedy: string
}

const listOf = (endings: Record<string, Ending>, key: string): Json[] =>
  Object.entries(endings).map(([name, ending]) => ({ [key]: name, ...ending }))

const Auth = z.object({
  token: z
    .string()
    .describe(
      'A token from signing in, or an API key with the scope `read`. Clients that can set headers may send it as `Authorization: Bearer …` or `x-api-key` instead.',
    ),
})

const connecting = `
socket.io (protocol 5, path \`/socket.io\`, namespace \`/\`) with \`auth: {token}\`, over WebSocket or long-polling. There are no rooms to join: a socket receives what its person may see, from the moment it is connected.

A refusal is a \`connect_error\` with \`data: {code, message}\`; stock clients (socket.io’s own) do not try again by themselves.

Before that, too many new sockets from one address in a minute, and a gateway that is starting or stopping, are answered in HTTP: 403 to long-polling and 400 to WebSocket, with the message \`rate_limited\` or \`unavailable\`. Stock clients try again by themselves, waiting longer each time, and so should others.
`.trim()

const refusals: Record<ConnectRefusal['code'], Ending> = {
  unauthorized: {
    when: 'There is no credential, or it is not valid, expired or revoked.',
    remedy: 'Get another one, then connect.',
  },
  forbidden: {
    when: 'The API key lacks the scope `read`.',
    remedy: 'Do not come back with this key.',
  },
  rate_limited: {
    when: 'The person has as many open sockets as one may have: 100 per workspace and gateway, unless the operator says otherwise.',
    remedy: 'Close one, or connect again later.',
  },
}

const goodbyes: Record<GoodbyeCode, Ending> = {
  revoked: {
    when: 'The session or API key was ended, or the person is no longer in the workspace.',
    remedy: 'Stay away until there is another credential. Stock clients do not reconnect by themselves.',
  },
  expired: {
    when: 'The token has reached its end.',
    remedy: 'Sign in, and connect with the new token. Stock clients do not reconnect by themselves.',
  },
  flooding: {
    when: 'The client went on sending long after it was answered `rate_limited`.',
    remedy: 'Repair the client: it must heed acknowledgements. Stock clients do not reconnect by themselves.',
  },
  draining: {
    when: 'This gateway is going away; others are there.',
    remedy: 'Connect again in `reconnect_in_ms`, then `sync`. Stock clients reconnect by themselves.',
  },
}

const limits: Record<keyof typeof socketLimits, string> = {
  burst:
    'Events that a client may send at once. Beyond it each is answered `rate_limited`; as many again unheeded, and the socket is closed with `flooding`.',
  perSecond: 'Events a second that a client may send after a burst.',
  presenceBurst: '`presence` that a client may send at once; many hear of it, so it is counted by itself, too.',
  presencePerSecond: '`presence` a second that a client may send after that.',
  maxPacketBytes: 'Bytes of one packet from a client; a larger one closes the connection.',
  channelsPerSync: 'Channels in one `sync`.',
  eventsPerChannel: 'Events that one `sync` answers for a channel; `has_more` says that there are others.',
  bytesPerSync: 'Bytes of events in one answer to `sync`, or one event if it alone is longer.',
  syncsAtOnce: 'Unanswered `sync`s of one socket; they are answered one after another.',
  typingEveryMs: 'Milliseconds between two `typing` in the same channel that are passed on.',
  presenceMembers: 'Members that a channel may have for presence to be told there.',
}
