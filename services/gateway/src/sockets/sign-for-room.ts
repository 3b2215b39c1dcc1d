import type { EventContract, EventEnvelope } from '@parley/contracts/event'
import type { FeedContract } from '@parley/contracts/feed'
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

/** @param signers what signs the attachments in events of each kind of feed; the first those of all others */
export const createSignForRoom =
  (
    signers: readonly [{ feed: FeedContract; urls: UrlSigner }, ...{ feed: FeedContract; urls: UrlSigner }[]],
    avatars: AvatarUrls,
    contractOf: (type: string) => EventContract | undefined,
  ): SignForRoom =>
  ({ type, workspace_id: workspaceId, data }, signedAt) => {
    const contract = contractOf(type)
    if (!contract) return false
    const { urls } = signers.find(({ feed }) => feed.name === contract.feed?.name) ?? signers[0]
    showAvatars(contract.data, data, avatars.show)
    return signAttachments(contract.data, data, (attachment) => {
      if (signedAt === undefined) throw new Error(`Nothing says when ${type} was written.`)
      return urls.forRoom(workspaceId, signedAt)(attachment)
    })
  }
