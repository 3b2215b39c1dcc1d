import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { RawEvent } from '../platforms/platform.ts'

/**
 * Events that no platform sends: what a comparison has found waits in the channel's own queue, so that it is applied in
 * its order and by nobody else at once.
 */
const OwnEvent = z.object({
  parley: z.discriminatedUnion('type', [
    z.object({ type: z.literal('back-fill'), since: z.iso.datetime() }),
    z.object({ type: z.literal('gone'), id: z.string() }),
    z.object({ type: z.literal('reactions'), id: z.string(), threadId: z.string().nullable() }),
  ]),
})
export type OwnEvent = z.output<typeof OwnEvent>['parley']

const prefix = 'parley:'

const ownEvent = (channelId: string, parley: OwnEvent): RawEvent => ({
  id: `${prefix}${randomUUID()}`,
  channelId,
  at: null,
  payload: { parley },
})

/** Has a channel asked for what it has had since a time. */
export const backFillOf = (channelId: string, since: Date): RawEvent =>
  ownEvent(channelId, { type: 'back-fill', since: since.toISOString() })

/** A message is not there any more. */
export const goneOf = (channelId: string, id: string): RawEvent => ownEvent(channelId, { type: 'gone', id })

/** People react to a message otherwise than is known here. */
export const reactionsOf = (channelId: string, { id, threadId }: { id: string; threadId: string | null }): RawEvent =>
  ownEvent(channelId, { type: 'reactions', id, threadId })

/** Undefined for an event of the platform's. */
export const ownEventOf = ({ id, payload }: RawEvent): OwnEvent | undefined =>
  id.startsWith(prefix) ? OwnEvent.safeParse(payload).data?.parley : undefined
