import * as z from 'zod'
import type { ErrorCode } from './error-codes.ts'
import { EventEnvelope } from './event.ts'
import { type FeedContract, parseFeedId } from './feed.ts'
import { feeds } from './feeds.ts'
import { ChannelId, DeskConversationId, Uuid } from './ids.ts'

/** What one socket may ask for at once, and how often. */
export const socketLimits = {
  /** Channels in one `sync`. */
  channelsPerSync: 200,
  /** Events that one `sync` answers for a channel. */
  eventsPerChannel: 500,
  /** Bytes of events beyond which a `sync` leaves the rest for the next. */
  bytesPerSync: 1_048_576,
  /**
   * Bytes of events that `sync` answers to a person at one gateway, over all their sockets, in a burst and a second after
   * that; beyond, it is answered `rate_limited`. Each counts as at least `syncMinBytes`.
   */
  syncBurstBytes: 8 * 1_048_576,
  syncBytesPerSecond: 1_048_576,
  syncMinBytes: 32_768,
  /** `sync`s of one socket that are unanswered, the one in progress included; others are answered `rate_limited`. */
  syncsAtOnce: 8,
  /** Bytes of one packet from a client; a larger one closes the connection. */
  maxPacketBytes: 65_536,
  /** Events a client may send in a burst, and a second after that; others are answered `rate_limited`. */
  burst: 60,
  perSecond: 20,
  /** The same for `presence`, which many people receive. */
  presenceBurst: 10,
  presencePerSecond: 0.5,
  /** The same for `renew`, which reads the database. */
  renewBurst: 5,
  renewPerSecond: 0.2,
  /** A person’s `typing` in the same channel is published once in this time, and otherwise acknowledged and dropped. */
  typingEveryMs: 1_000,
  /** How long `viewing` lasts unless it is sent again. */
  viewingLifeMs: 15_000,
  /** `viewing` that says nothing new is published once in this time, and otherwise acknowledged and dropped. */
  viewingEveryMs: 5_000,
  /** The same as `burst` for `viewing`, which everybody at a desk receives. */
  viewingBurst: 10,
  viewingPerSecond: 1,
  /** Channels that one socket may watch at once. */
  watchedChannels: 20,
  /** Presence is published in channels of at most this many members. */
  presenceMembers: 500,
} as const

/** The statuses that a person may set. */
export const PresenceStatus = z.enum(['online', 'away', 'dnd']).describe('`dnd`: do not disturb.')
export type PresenceStatus = z.infer<typeof PresenceStatus>

/** `typing`: the sender is writing in a channel they are a member of. Published to its other members. */
export const TypingMessage = z.object({ channel_id: ChannelId })

/** `presence`: the status that others see of the sender. It lasts until the person's last socket is gone. */
export const PresenceMessage = z.object({ status: PresenceStatus })

/** `watch`, `unwatch`: a channel that the sender only looks at. */
export const WatchMessage = z.object({ channel_id: ChannelId })

/** `viewing`: the conversation of the support desk that the sender's socket looks at; null for none. */
export const ViewingMessage = z.object({ conversationId: DeskConversationId.nullable() })

const Count = z.int().min(0)

/**
 * A client's position in a feed: it has every row up to `seq`, as it was at `rev`. A bare number is a `seq`; the rev with
 * which that row was created is then taken for its rev.
 */
export const SyncPosition = z
  .union(
    [Count, z.object({ seq: Count, rev: Count.optional() })],
    'Must be a seq, or an object of a seq and perhaps a rev.',
  )
  .describe('The client’s position in the channel; a bare number is a `seq`.')
export type SyncPosition = z.output<typeof SyncPosition>

/** `sync` of these kinds of feeds: the sender's positions, by the feeds' ids. */
export const syncMessageOf = (kinds: readonly FeedContract[]) =>
  z
    .record(z.string(), SyncPosition)
    .superRefine((positions, context) => {
      const ids = Object.keys(positions)
      if (ids.length > socketLimits.channelsPerSync)
        context.addIssue({
          code: 'custom',
          path: [],
          message: `At most ${socketLimits.channelsPerSync} ${namesOf(kinds)} at once.`,
        })
      for (const id of ids.slice(0, socketLimits.channelsPerSync))
        if (!kinds.some((kind) => parseFeedId(kind, id) !== undefined))
          context.addIssue({ code: 'custom', path: [id.slice(0, 64)], message: `Must be the id of ${oneOf(kinds)}.` })
    })
    .meta({ maxProperties: socketLimits.channelsPerSync })

const namesOf = (kinds: readonly FeedContract[]) => kinds.map(({ plural }) => plural).join(' or ')
const oneOf = (kinds: readonly FeedContract[]) => kinds.map(({ name }) => `a ${name}`).join(' or ')

export const SyncMessage = syncMessageOf(feeds)
export type SyncMessage = z.input<typeof SyncMessage>

/** A feed's newest `seq` and `rev`. */
export const Head = z.object({ seq: z.int(), rev: z.int() })
export type Head = z.infer<typeof Head>

/**
 * What a client has missed in one feed. Events come in the order in which they are to be applied; each is counted by its
 * `seq` when it is a row the client has not seen, and by its `rev` otherwise. `seq` and `rev` are the client's position
 * after them: what to ask with next. A row changed several times comes once, as it is now.
 */
export const SyncedFeed = z.union([
  Head.extend({ events: z.array(EventEnvelope), has_more: z.boolean() }),
  Head.extend({ reset: z.literal(true) }).describe(
    'History was imported since, which is not delivered: read it again, then go on from this position.',
  ),
  z.object({ error: z.literal('not_found') }),
])
export type SyncedFeed = z.infer<typeof SyncedFeed>

/** The acknowledgement of `sync`: each kind of feed by its plural, then by id as it was asked. One the caller cannot read is `not_found`. */
export const SyncAnswer = z.object(forEach(feeds, z.record(z.string(), SyncedFeed)))
export type SyncAnswer = z.infer<typeof SyncAnswer>

/** How long a socket lives on unless its token is renewed; null where it does not expire (an API key). */
const ExpiresIn = z.int().nullable().describe('Milliseconds until the socket’s token expires; null for an API key.')

/** `renew`: another token of the same person and workspace for this socket. */
export const RenewMessage = z.object({ token: z.string().min(1).max(4_096) })

/** The acknowledgement of `renew`. */
export const RenewAnswer = z.object({ success: z.literal(true), expires_in_ms: ExpiresIn })
export type RenewAnswer = z.infer<typeof RenewAnswer>

/**
 * The acknowledgement of `positions`, which takes no argument: who the socket belongs to, the feeds whose events it
 * receives, and each one's position. Every event after these positions reaches the socket by itself.
 */
export const PositionsAnswer = z.object({
  user_id: Uuid,
  workspace_id: Uuid,
  ...forEach(feeds, z.record(Uuid, Head)),
  expires_in_ms: ExpiresIn,
})
export type PositionsAnswer = z.infer<typeof PositionsAnswer>

/** A field for each kind of feed. */
function forEach<const K extends readonly FeedContract[], S extends z.ZodType>(kinds: K, schema: S) {
  return Object.fromEntries(kinds.map(({ plural }) => [plural, schema])) as Record<K[number]['plural'], S>
}

/** The acknowledgement of `typing`, `presence` and `viewing`. */
export const Done = z.object({ success: z.literal(true) })

/** The acknowledgement of `watch`: every event after this position reaches the socket. */
export const WatchAnswer = Done.extend(Head.shape)
export type WatchAnswer = z.infer<typeof WatchAnswer>

/** What any acknowledgement is when the event was not taken: the team dialect's error, without `meta`. */
export const SocketError = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
})
export type SocketError = z.infer<typeof SocketError>

/** `data` of the `connect_error` when a socket is refused. When a dependency is unavailable the connection is closed instead, so that clients retry. */
export const ConnectRefusal = z.object({
  code: z.enum(['unauthorized', 'forbidden', 'rate_limited']),
  message: z.string(),
})
export type ConnectRefusal = z.infer<typeof ConnectRefusal>

/** What a client may send: its name, its one argument if it takes one, and what the acknowledgement is called with. */
export interface SocketMessage {
  name: string
  description: string
  payload?: z.ZodType
  acknowledgement: z.ZodType
  /** The codes with which it may be refused, in place of the acknowledgement. */
  errors: readonly ErrorCode[]
}

/** Every event a client may send. Acknowledgements are optional; without one a refusal is not seen. */
export const socketMessages: readonly SocketMessage[] = [
  {
    name: 'typing',
    description:
      'The sender is writing in a channel they are a member of; its other members receive `typing`. Send it while keys are pressed: it is published once a second, person and channel, from however many sockets, and otherwise acknowledged and dropped.',
    payload: TypingMessage,
    acknowledgement: Done,
    errors: ['invalid_input', 'not_found', 'rate_limited'],
  },
  {
    name: 'presence',
    description:
      'The status that others see of the sender. It lasts until it is set again or the person’s last socket is gone; without one they are `online`.',
    payload: PresenceMessage,
    acknowledgement: Done,
    errors: ['invalid_input', 'rate_limited', 'unavailable'],
  },
  {
    name: 'sync',
    description:
      'What was missed: the argument is the client’s position, by channel id in either form, or by conversation id (`cnv_…`), as `{"<channel id>": {"seq": 41, "rev": 57}}`. The acknowledgement has, by the same ids, the events to apply in their order, and the `seq` and `rev` to ask with next; ask again while `has_more`, and after a second or more when it is `rate_limited`: a person’s sockets together may be answered 8 MiB at once and 1 MiB a second. A message that was changed several times comes once, as it is now. Where history was imported after the position, the answer is `{"reset": true, "seq", "rev"}`: read the channel’s history again, and go on from there. A channel that the caller cannot read is `{"error": "not_found"}`.',
    payload: SyncMessage,
    acknowledgement: SyncAnswer,
    errors: ['invalid_input', 'rate_limited', 'internal', 'unavailable'],
  },
  {
    name: 'positions',
    description:
      'Takes no argument. Who the socket belongs to, the channels whose events it receives, and each channel’s position: every event after it reaches the socket by itself.',
    acknowledgement: PositionsAnswer,
    errors: ['rate_limited'],
  },
  {
    name: 'renew',
    description:
      'A new token for this socket, which then lives until that one expires, and ends with its session. It must be of the same person and workspace (`forbidden`). Send it before the old one expires: `positions` and the acknowledgement say when.',
    payload: RenewMessage,
    acknowledgement: RenewAnswer,
    errors: ['invalid_input', 'unauthorized', 'forbidden', 'rate_limited', 'unavailable'],
  },
  {
    name: 'watch',
    description:
      'The socket receives the events of a public channel that its person looks at without being a member, but not who has read how far; `seq` and `rev` are the position from which on it does. It ends with `unwatch`, with the socket, and within a second when the person may no longer read the channel. Members receive the events anyway.',
    payload: WatchMessage,
    acknowledgement: WatchAnswer,
    errors: ['invalid_input', 'not_found', 'conflict', 'rate_limited', 'unavailable'],
  },
  {
    name: 'unwatch',
    description: 'Ends `watch`.',
    payload: WatchMessage,
    acknowledgement: Done,
    errors: ['invalid_input', 'rate_limited'],
  },
  {
    name: 'viewing',
    description:
      'The conversation of the support desk that this socket’s client shows now, in place of the one before; null for none. The other agents, owners and admins receive `conversation.viewing`. It ends with the socket, and after 15 seconds: send it again every 5 to 10 while the conversation is shown.',
    payload: ViewingMessage,
    acknowledgement: Done,
    errors: ['invalid_input', 'not_found', 'rate_limited', 'unavailable'],
  },
]
