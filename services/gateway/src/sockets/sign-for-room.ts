import type { EventEnvelope } from '@parley/contracts/event'
import { events } from '@parley/contracts/events'
import { signAttachments } from '@parley/files/sign-attachments'
import type { UrlSigner } from '@parley/files/url-signer'

const shapes = new Map(events.map(({ type, data }) => [type as string, data]))

/**
 * Signs the attachments of an event, in place, for whoever is in its room; whether it has any.
 *
 * @param signedAt microseconds since 1970 by the database's clock, from before the event could be received by anyone: a
 *   departure after it voids the URLs. Undefined only for events that no row is stored for, which have no attachments
 */
export type SignForRoom = (event: EventEnvelope, signedAt: number | undefined) => boolean

export const createSignForRoom =
  (urls: UrlSigner): SignForRoom =>
  ({ type, workspace_id: workspaceId, data }, signedAt) => {
    const shape = shapes.get(type)
    if (!shape) return false
    return signAttachments(shape, data, (attachment) => {
      if (signedAt === undefined) throw new Error(`Nothing says when ${type} was written.`)
      return urls.forRoom(workspaceId, signedAt)(attachment)
    })
  }
