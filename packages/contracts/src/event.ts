import * as z from 'zod'
import { Time } from './fields.ts'
import { Uuid } from './ids.ts'

/** One kind of event as clients receive it: named by `type`, with the bare resource as `data`. */
export interface EventContract<T extends string = string, D extends z.ZodType = z.ZodType> {
  type: T
  /** Who receives it, in words; it shows in the documentation. */
  audience: string
  /** What `data` does not say by itself. */
  description?: string
  /** `sequenced` events carry their channel's or conversation's `rev` and are delivered in order, once. */
  delivery: 'sequenced' | 'transient'
  data: D
}

/** Declares an event once: its name, audience and the shape of its `data`. */
export const defineEvent = <const T extends string, D extends z.ZodType>(event: EventContract<T, D>) => event

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
  channel: (channelId: string) => `channel:${channelId}`,
  user: (workspaceId: string, userId: string) => `user:${workspaceId}:${userId}`,
  workspace: (workspaceId: string) => `workspace:${workspaceId}`,
  /** A visitor's own sockets, which are in no other room. */
  visitor: (workspaceId: string, visitorId: string) => `visitor:${workspaceId}:${visitorId}`,
  /** No socket is in it: every process receives what changes somebody's access. */
  access: 'access',
} as const
