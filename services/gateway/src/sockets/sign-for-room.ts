import type { EventContract, EventEnvelope } from '@parley/contracts/event'
import { type AvatarUrls, showAvatars } from '@parley/files/avatar-urls'
import { signAttachments } from '@parley/files/sign-attachments'
import type { UrlSigner } from '@parley/files/url-signer'

/**
 * Signs the attachments of an event, in place, for whoever is in its room, and shows its avatars; whether it has any
 * attachments.
 *
 * @param signedAt microseconds since 1970 by the database's clock, from before the event could be received by anyone: a
 *   departure after it voids the URLs. Undefined only for events that no row is stored for, which have no attachments
 */
export type SignForRoom = (event: EventEnvelope, signedAt: number | undefined) => boolean

export const createSignForRoom =
  (urls: UrlSigner, avatars: AvatarUrls, contractOf: (type: string) => EventContract | undefined): SignForRoom =>
  ({ type, workspace_id: workspaceId, data }, signedAt) => {
    const shape = contractOf(type)?.data
    if (!shape) return false
    showAvatars(shape, data, avatars.show)
    return signAttachments(shape, data, (attachment) => {
      if (signedAt === undefined) throw new Error(`Nothing says when ${type} was written.`)
      return urls.forRoom(workspaceId, signedAt)(attachment)
    })
  }
