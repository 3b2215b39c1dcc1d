import * as z from 'zod'
import { EventEnvelope } from './event.ts'
import { ChannelId, decodeId, Uuid } from './ids.ts'

/** What one socket may ask for at once, and how often. */
export const socketLimits = {
  /** Channels in one `sync`. */
  channelsPerSync: 200,
  /** Events that one `sync` answers for a channel. */
  eventsPerChannel: 500,
  /** Bytes of events beyond which a `sync` leaves the rest for the next. */
  bytesPerSync: 1_048_576,
  /** Bytes of one packet from a client; a larger one closes the connection. */
  maxPacketBytes: 65_536,
  /** Events a client may send in a burst, and a second after that; others are answered `rate_limited`. */
  burst: 60,
  perSecond: 20,
  /** `typing` in the same channel is passed on once in this time, and otherwise taken in silence. */
  typingEveryMs: 1_000,
  /** Presence is told in channels of at most this many members. */
  presenceMembers: 500,
} as const

/** What a person may say of themselves. */
export const PresenceStatus = z.enum(['online', 'away', 'dnd'])
export type PresenceStatus = z.infer<typeof PresenceStatus>

/** `typing`: the sender writes in a channel they are a member of. Passed on to its other members. */
export const TypingMessage = z.object({ channel_id: ChannelId })

/** `presence`: what others are to see of the sender. It lasts until the person's last socket is gone. */
export const PresenceMessage = z.object({ status: PresenceStatus })

const Count = z.int().min(0)

/**
 * How far a client has got in a channel: every message up to `seq`, as it was at `rev`. A bare number is a `seq`;
 * the rev with which that message was created is then taken for its rev.
 */
export const SyncPosition = z.union([Count, z.object({ seq: Count, rev: Count.optional() })])

/** `sync`: how far the sender has got, by channel id in either form. */
export const SyncMessage = z.record(z.string(), SyncPosition).superRefine((channels, context) => {
  const ids = Object.keys(channels)
  if (ids.length > socketLimits.channelsPerSync)
    context.addIssue({ code: 'custom', path: [], message: `At most ${socketLimits.channelsPerSync} channels at once.` })
  for (const id of ids.slice(0, socketLimits.channelsPerSync))
    if (decodeId(id, ['ch']) === undefined)
      context.addIssue({ code: 'custom', path: [id.slice(0, 64)], message: 'Must be a channel’s id.' })
})
export type SyncMessage = z.input<typeof SyncMessage>

/** How far a channel has got. */
export const Head = z.object({ seq: z.int(), rev: z.int() })
export type Head = z.infer<typeof Head>

/**
 * What a client has missed in one channel. Events come in the order in which they are to be applied; each is counted
 * by its `seq` when it is a message the client has not seen, and by its `rev` otherwise. `seq` and `rev` are where the
 * client stands after them: what to ask with next. A message changed several times comes once, as it is now.
 */
export const SyncedChannel = z.union([
  Head.extend({ events: z.array(EventEnvelope), has_more: z.boolean() }),
  z.object({ error: z.literal('not_found') }),
])
export type SyncedChannel = z.infer<typeof SyncedChannel>

/** The acknowledgement of `sync`, by channel id as it was asked. A channel the caller cannot read is `not_found`. */
export const SyncAnswer = z.object({ channels: z.record(z.string(), SyncedChannel) })
export type SyncAnswer = z.infer<typeof SyncAnswer>

/**
 * The acknowledgement of `positions`, which takes no argument: who the socket belongs to, the channels whose events it
 * receives, and how far each has been told. Whatever comes after these positions reaches the socket by itself.
 */
export const PositionsAnswer = z.object({ user_id: Uuid, workspace_id: Uuid, channels: z.record(Uuid, Head) })
export type PositionsAnswer = z.infer<typeof PositionsAnswer>

/** The acknowledgement of `typing` and `presence`. */
export const Done = z.object({ success: z.literal(true) })

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

/** `data` of the `connect_error` when a socket is refused. What is merely away closes the connection instead, so that clients try again. */
export const ConnectRefusal = z.object({
  code: z.enum(['unauthorized', 'forbidden', 'rate_limited']),
  message: z.string(),
})
export type ConnectRefusal = z.infer<typeof ConnectRefusal>
