import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { transaction } from '@parley/kit/outbox'
import { noteLeftOut, noteUnconfirmed } from '../connections/store.ts'
import type { SentMessage } from '../platforms/platform.ts'
import type { PlatformError } from '../platforms/platform-error.ts'
import { contentHash } from './content-hash.ts'
import { changeLink, findKnown, type Link } from './links.ts'
import type { OutgoingEvent } from './outgoing-channels.ts'
import { emojiOf, outgoingOf } from './outgoing-message.ts'
import { type Before, ifGone, progressed, type Sending } from './sending-context.ts'
import { type BegunSend, endSend, findBegun, forgetReaction, leaveOutSend, leaveSend, noteReaction } from './sends.ts'

/** The ids of what an earlier attempt has left there; of a message that is there, of its parts from one on. */
export async function findSent(
  { ctx, channel, client, signal }: Sending,
  outgoing: SentMessage,
  { since }: BegunSend,
  from?: number,
): Promise<readonly string[]> {
  const linkedAmong = (remoteIds: readonly string[]) => findKnown(ctx.db, channel, channel.remoteId, remoteIds)
  return (await client.findSent?.(channel.remoteId, outgoing, { since, from, linkedAmong }, signal)) ?? []
}

/** Removes what may have arrived of a message that was deleted before anybody knew. */
export async function takeBack(sending: Sending, messageId: string, begun: BegunSend | undefined): Promise<void> {
  const { ctx, channel, client, capabilities, signal } = sending
  if (!begun || begun.isLeftOut) return
  if (capabilities.interruptedSends === 'left_out') return leaveUnconfirmed(sending, messageId, begun)
  const isKnownByKey = capabilities.interruptedSends === 'repeated'
  const ids = isKnownByKey ? [messageId] : begun.outgoing ? await findSent(sending, begun.outgoing, begun) : []
  if (ids.length > 0) await client.remove?.(channel.remoteId, ids, signal).catch(ifGone)
  await endSend(ctx.db, channel, messageId)
}

/** It was sent once, and nobody knows whether it has arrived: it is counted once, and never sent again. */
export async function leaveUnconfirmed(
  { ctx, connection, channel }: Sending,
  messageId: string,
  { isUnconfirmed }: BegunSend,
): Promise<void> {
  if (isUnconfirmed) return
  ctx.log.warn({ message: messageId }, 'a message may have arrived, or not: it is not sent again')
  await transaction(ctx.db, async (tx) => {
    await leaveSend(tx, channel, messageId)
    await noteUnconfirmed(tx, connection)
  })
}

/** Removes what has arrived of a message that was sent in part. */
export async function removeSent(sending: Sending, messageId: string): Promise<void> {
  const { ctx, channel, client, signal } = sending
  const begun = (await findBegun(ctx.db, channel, [messageId])).get(messageId)
  if (!begun?.outgoing) return
  const ids = await findSent(sending, begun.outgoing, begun)
  if (ids.length > 0) await client.remove?.(channel.remoteId, ids, signal).catch(ifGone)
}

/** The platform will never take it: it is counted, and those behind it go on. Without a link nobody could remove its parts. */
export async function refuse(sending: Sending, message: StoredMessage, error: PlatformError): Promise<void> {
  await removeSent(sending, message.id)
  await leaveOut(sending, message, [], error)
}

/** It fails again and again, and is counted; what is there of it counts as what is here. */
export async function giveUp(
  sending: Sending,
  data: OutgoingEvent['data'],
  { links, reactions }: Before,
  error: unknown,
): Promise<void> {
  const parts = links.get(data.id) ?? []
  if (parts.length === 0)
    await removeSent(sending, data.id).catch((failed) =>
      sending.ctx.log.warn({ err: failed, message: data.id }, 'parts of a message could not be removed'),
    )
  await leaveOut(sending, data, parts, error, reactions)
}

async function leaveOut(
  sending: Sending,
  data: OutgoingEvent['data'] | StoredMessage,
  parts: readonly Link[],
  error: unknown,
  reactions: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { ctx, connection, channel } = sending
  ctx.log.warn({ err: error, message: data.id }, 'a message is left out')
  await transaction(ctx.db, async (tx) => {
    if (parts.length === 0) await leaveOutSend(tx, channel, data.id)
    for (const part of parts) {
      const hash = isMessage(data) ? contentHash(outgoingOf(sending, data, null, part.leftFiles).text) : undefined
      if (!hash) await changeLink(tx, channel, part, { isGone: true })
      else if (part.came === 'out') await changeLink(tx, channel, part, { contentHash: hash })
    }
    const wanted = isMessage(data) && parts.length > 0 ? emojiOf(data) : new Set<string>()
    for (const emoji of wanted) await noteReaction(tx, channel, data.id, emoji)
    for (const emoji of reactions) if (!wanted.has(emoji)) await forgetReaction(tx, channel, data.id, emoji)
    await noteLeftOut(tx, connection)
  })
  progressed(sending)
}
