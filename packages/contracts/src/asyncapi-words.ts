import { type ConnectRefusal, socketLimits } from './realtime.ts'
import type { GoodbyeCode } from './sockets/events.ts'

interface Ending {
  when: string
  /** What a client does about it. */
  remedy: string
}

const refusals: Record<ConnectRefusal['code'], Ending> = {
  unauthorized: {
    when: 'There is no credential, or it is not valid, expired or revoked.',
    remedy: 'Get another one, then connect.',
  },
  forbidden: {
    when: 'The API key lacks the scope `read`, or the person is in no workspace.',
    remedy: 'Use another key; create a workspace or accept an invitation.',
  },
  rate_limited: {
    when: 'Too many open sockets on this gateway: by default 100 of a person in a workspace, 10,000 of a workspace, 2,000 of an IP address.',
    remedy: 'Close one, or connect again later.',
  },
}

const goodbyes: Record<GoodbyeCode, Ending> = {
  revoked: {
    when: 'The session or API key was ended, or the person is no longer in the workspace.',
    remedy: 'Connect with another credential. Stock clients do not reconnect by themselves.',
  },
  expired: {
    when: 'The token has expired.',
    remedy: 'Sign in, and connect with the new token. Stock clients do not reconnect by themselves.',
  },
  flooding: {
    when: 'The client kept sending after many `rate_limited` answers.',
    remedy: 'Correct the client: it must wait after `rate_limited`. Stock clients do not reconnect by themselves.',
  },
  draining: {
    when: 'This gateway is shutting down; others are running.',
    remedy: 'Connect again in `reconnect_in_ms`, then `sync`. Stock clients reconnect by themselves.',
  },
}

const limits: Record<keyof typeof socketLimits, string> = {
  burst:
    'Events that a client may send at once. Each further one is answered `rate_limited`; after as many refusals the socket is closed with `flooding`.',
  perSecond: 'Events a second that a client may send after a burst.',
  presenceBurst:
    '`presence` that a client may send at once; many people receive it, so it has a limit of its own, too.',
  presencePerSecond: '`presence` a second that a client may send after that.',
  renewBurst: '`renew` that a client may send at once: each reads the database.',
  renewPerSecond: '`renew` a second that a client may send after that.',
  maxPacketBytes: 'Bytes of one packet from a client; a larger one closes the connection.',
  channelsPerSync: 'Channels in one `sync`.',
  syncBurstBytes:
    'Bytes of events that `sync` answers to a person at once, over all their sockets; then `rate_limited`.',
  syncBytesPerSecond: 'Bytes of events that `sync` answers to a person a second, after that.',
  syncMinBytes: 'Bytes that each `sync` counts as at least.',
  eventsPerChannel: 'Events that one `sync` answers for a channel; `has_more` says whether there are more.',
  bytesPerSync: 'Bytes of events in one answer to `sync`, or one event if it alone is longer.',
  syncsAtOnce: 'Unanswered `sync`s of one socket; they are answered one after another.',
  typingEveryMs: 'Milliseconds between two `typing` of a person in the same channel that are published.',
  viewingLifeMs: 'Milliseconds after which `viewing` ends unless it is sent again.',
  viewingEveryMs: 'Milliseconds between two `viewing` of the same conversation that are published.',
  viewingBurst: '`viewing` that a client may send at once; everybody at a desk receives it.',
  viewingPerSecond: '`viewing` a second that a client may send after that.',
  watchedChannels: 'Channels that one socket may `watch` at once.',
  presenceMembers: 'Members that a channel may have for presence to be published there.',
}

const endings = (listed: Record<string, Ending>): string =>
  Object.entries(listed)
    .map(([code, { when, remedy }]) => `- \`${code}\`: ${when} ${remedy}`)
    .join('\n')

const limitList = Object.entries(limits)
  .map(([name, about]) => {
    const value = socketLimits[name as keyof typeof socketLimits]
    return `- \`${name}\`, **${value.toLocaleString('en')}**: ${about}`
  })
  .join('\n')

/** What applies to the whole socket. */
export const introduction = `
[socket.io](https://socket.io), protocol 5, at path \`/socket.io\`, namespace \`/\`, over WebSocket or long-polling. Each operation below is a socket.io event; a payload is its one argument, and a reply is its acknowledgement. *Send* is what the server emits, *receive* what it takes from a client. The HTTP API is in [/openapi.json](/openapi.json).

## Connecting

Connect with \`auth: {token}\`: a token from signing in, or an API key with the scope \`read\`. Clients that can set headers may send \`Authorization: Bearer …\` or \`x-api-key\` instead. There are no rooms to join: once connected, a socket receives the events that its person may see.

A refusal is a \`connect_error\` with \`data: {code, message}\`. Stock clients (socket.io’s own) do not reconnect by themselves.

${endings(refusals)}

When one IP address opens too many sockets in a minute, or the gateway is starting or stopping, the refusal comes earlier, in HTTP: 403 to long-polling and 400 to WebSocket, with the message \`rate_limited\` or \`unavailable\`. Stock clients retry with back-off, and so should others.

## Order, and what was missed

An event carries \`{id, type, workspace_id, channel_id | conversation_id, seq, rev, at, data}\`. *Sequenced* events have their channel’s \`rev\`, and reach a socket in that order, without gaps, once. Numbers between them that are not for the reader, such as imported messages, are named by \`skips: {from, to}\` of the next event. All others are transient: \`seq\` and \`rev\` are null. After a disconnection, \`sync\` with the \`seq\` and \`rev\` of each channel returns the missed events.

## Disconnecting

The server emits \`goodbye\` before it closes a socket; \`data.code\` says why.

${endings(goodbyes)}

## Limits

${limitList}
`.trim()

/** The parts of the socket, in the order in which a reader wants them. */
export const parts = {
  client: { title: 'What a client sends', description: 'Answered by the acknowledgement, if the client asks for one.' },
  messages: { title: 'Messages', description: 'Events of messages, reactions and pins.' },
  channels: { title: 'Channels', description: 'Events of the workspace, of its channels and of their members.' },
  people: { title: 'People', description: 'Read markers, typing, presence.' },
  connection: { title: 'The connection', description: 'What the server says about the socket itself.' },
} as const

/** The part that an event belongs to. */
export function partOf(type: string): keyof typeof parts {
  if (/^(message|reaction)\./.test(type)) return 'messages'
  if (/^(workspace|channel|member)\./.test(type)) return 'channels'
  return type === 'goodbye' ? 'connection' : 'people'
}
