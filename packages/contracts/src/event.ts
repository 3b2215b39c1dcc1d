import * as z from 'zod'
import { type FeedContract, roomOf } from './feed.ts'
import { channelFeed } from './feeds.ts'
import { Time } from './fields.ts'
import { Uuid } from './ids.ts'

interface EventBase<T extends string, D extends z.ZodType> {
  type: T
  /** Who receives it, in words; it shows in the documentation. */
  audience: string
  /** What `data` does not say by itself. */
  description?: string
  data: D
  /** The views of its feed that see it; all, if not given. */
  views?: readonly string[]
  /** By view: what its readers receive of `data`, where that is not all. */
  dataOf?: Readonly<Record<string, z.ZodType>>
  /** What the outbox knows about each, for jobs to ask: names for their `needs`. No reader receives it. */
  facts?: readonly string[]
}

/** Of an event that webhooks can be sent: some webhook of the workspace wants it. */
export const webhookFacts = ['has_webhooks'] as const

/** What is known of one event: whether each of its contract's `facts` is so. */
export type Facts = Record<string, boolean>

/** Delivered in its feed's order, once: it carries the `seq` and `rev` of the row it is about. */
interface Sequenced {
  delivery: 'sequenced'
  feed: FeedContract
  /** `add`: a row took the next `seq`. `change`: an older row has changed. `remove`: a row is gone, perhaps one that a reader never had. */
  effect: 'add' | 'change' | 'remove'
  /** Of `add`: the type of event that says how such a row is now, to those who have it already. */
  changedBy?: string
}

/** Delivered to whoever is there, at least once within a deployment's Redis; missed for good otherwise. */
interface Transient {
  delivery: 'transient'
  /** What it is about, if it is about one feed. */
  feed?: FeedContract
  /**
   * What it says about who is in its feed's rooms. `open`: the feed is new, the event addresses its first people. `join`
   * and `leave`: the person `data.user_id` came or went. `review`: who may read it may have changed. `close`: it is gone.
   */
  membership?: 'open' | 'join' | 'leave' | 'review' | 'close'
}

/** One kind of event as clients receive it: named by `type`, with the bare resource as `data`. */
export type EventContract<T extends string = string, D extends z.ZodType = z.ZodType> = EventBase<T, D> &
  (Sequenced | Transient)

/** Declares an event once: its name, audience and the shape of its `data`. */
export const defineEvent = <const T extends string, D extends z.ZodType>(event: EventContract<T, D>) => event

/** Numbers that are not for a reader: rows outside their view, or imported. */
export const Skips = z.object({ from: z.int(), to: z.int() })
export type Skips = z.infer<typeof Skips>

/**
 * What every socket event carries as its one argument. `seq` and `rev` are null on transient events; `origin` and `hops`
 * are there where a service wrote on behalf of somebody else.
 */
export const EventEnvelope = z.object({
  id: Uuid,
  type: z.string(),
  workspace_id: Uuid,
  channel_id: Uuid.nullish(),
  conversation_id: z.string().nullish(),
  seq: z.int().nullable(),
  rev: z.int().nullable(),
  skips: Skips.optional().describe(
    'Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap.',
  ),
  at: Time,
  origin: z
    .string()
    .nullish()
    .describe('Where a service has it from, such as a platform connection: what came from there is not sent back.'),
  hops: z
    .int()
    .nullish()
    .describe('How many machines in a row have answered one another to make it; what a person writes has none.'),
  data: z.unknown(),
})
export type EventEnvelope<D = unknown> = Omit<z.infer<typeof EventEnvelope>, 'data'> & { data: D }

/** The event of one contract, typed. */
export type EventOf<E extends EventContract> = EventEnvelope<z.output<E['data']>> & { type: E['type'] }

/**
 * The rooms that the server puts sockets into; each is also a Redis channel under the deployment's prefix.
 * A socket is in its user's room, its workspace's room (guests in none), and a room per channel it is a member of.
 */
export const rooms = {
  channel: (channelId: string) => roomOf(channelFeed, channelId),
  user: (workspaceId: string, userId: string) => `user:${workspaceId}:${userId}`,
  workspace: (workspaceId: string) => `workspace:${workspaceId}`,
  /** Its agents, owners and admins: what happens in the support desk. */
  desk: (workspaceId: string) => `desk:${workspaceId}`,
  /** A visitor's own sockets, which are in no other room. */
  visitor: (workspaceId: string, visitorId: string) => `visitor:${workspaceId}:${visitorId}`,
  /** No socket is in it: every process receives what changes somebody's access. */
  access: 'access',
} as const
