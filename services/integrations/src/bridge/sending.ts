import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { transaction } from '@parley/kit/outbox'
import { contentHash } from './content-hash.ts'
import { isOwnFault, maxFaults } from './faults.ts'
import { findSent, giveUp, takeBack } from './leaving-out.ts'
import { changeLink, findLinksOf, type Link, replaceParts } from './links.ts'
import type { OutgoingEvent } from './outgoing-channels.ts'
import { emojiOf, outgoingOf } from './outgoing-message.ts'
import { type Before, ifGone, progressed, type Sending } from './sending-context.ts'
import { post } from './sending-message.ts'
import {
  type BegunSend,
  beginSend,
  endSend,
  findBegun,
  findSentReactions,
  forgetReaction,
  noteReaction,
} from './sends.ts'

/** For one event, and for each byte of its files. */
const eventMs = 60_000
const msPerByte = 1_000 / (512 * 1024)

/**
 * Has happen there what has happened here, once: what the other side has already is not sent again, so that events may be
 * sent again from any point.
 *
 * @throws PlatformError
 */
export async function sendEvents(sending: Sending, events: readonly OutgoingEvent[]): Promise<void> {
  const { ctx, channel } = sending
  const ids = events.flatMap(({ data }) => [data.id, (isMessage(data) && data.parent_message_id) || data.id])
  // Before what is on its way: a comparison makes one of the other at once.
  const links = new Map(await findLinksOf(ctx.db, channel, ids))
  const own = events.map(({ data }) => data.id)
  const [reactions, begun] = await Promise.all([
    findSentReactions(ctx.db, channel, own),
    findBegun(ctx.db, channel, own),
  ])
  for (const event of events) {
    const { data } = event
    const before = { links, begun: begun.get(data.id), reactions: reactions.get(data.id) ?? new Set<string>() }
    try {
      await sendEvent(sending, event, before)
    } catch (error) {
      if (!(await isOwnFault(error, sending.tries.failures, sending))) throw error
      sending.tries.faults += 1
      if (sending.tries.faults < maxFaults) throw error
      await giveUp(sending, data, before, error)
    }
  }
}

async function sendEvent(given: Sending, { data, hops }: OutgoingEvent, before: Before): Promise<void> {
  const { links, begun } = before
  const bytes = isMessage(data) ? (data.attachments ?? []).reduce((sum, { size }) => sum + size, 0) : 0
  const limit = AbortSignal.timeout(Math.ceil(eventMs + bytes * msPerByte))
  const sending = { ...given, signal: AbortSignal.any([given.signal, limit]) }
  const parts = links.get(data.id) ?? []
  // A channel that has another id by now has none of the messages that it had, for nobody to change.
  if (parts.some(({ remoteChannelId }) => remoteChannelId !== given.channel.remoteId)) return
  if (!isMessage(data)) {
    if (parts.length > 0) return remove(sending, parts, begun)
    return takeBack(sending, data.id, begun)
  }
  const there = parts.length > 0 ? parts : await post(sending, data, { links, begun, hops: hops ?? 0 })
  links.set(data.id, there)
  const sent = await edit(sending, data, there, parts.length > 0 ? begun : undefined)
  links.set(data.id, sent)
  if (sent.length > 0) await react(sending, data, sent[0]!, before.reactions)
}

/** @param begun where an earlier attempt has added parts, without knowing whether they arrived */
async function edit(
  sending: Sending,
  message: StoredMessage,
  parts: Link[],
  begun: BegunSend | undefined,
): Promise<Link[]> {
  const { ctx, channel, client, capabilities, signal } = sending
  const [first] = parts
  // What was written there is theirs to change.
  if (first?.came !== 'out' || first.isGone || !capabilities.edits.out || !client.edit) return parts
  const outgoing = outgoingOf(sending, message, first.remoteThreadId, first.leftFiles)
  const hash = contentHash(outgoing.text)
  const lost = begun?.outgoing
  if (outgoing.text === '' || (first.contentHash?.equals(hash) && !lost)) return parts
  let now = parts
  const replace = async (ids: readonly string[], contentHash: Link['contentHash']) => {
    const before = now.map(({ remoteId }) => remoteId)
    const sent = ids.map((remoteId, part): Link => ({ ...first, remoteId, part, contentHash }))
    await transaction(ctx.db, async (tx) => {
      await replaceParts(tx, channel, before, sent)
      if (contentHash === hash) await endSend(tx, channel, message.id)
    })
    now = sent
  }
  // A part more is linked at once, under the text from before: whoever repeats the edit finds it there.
  const noteParts = (ids: readonly string[]) => replace(ids, first.contentHash)
  const findLost = async (from: number) => (begun && lost ? findSent(sending, lost, begun, from) : [])
  const beginPart = () => beginSend(ctx.db, channel, message.id, outgoing)
  const ids = now.map(({ remoteId }) => remoteId)
  const options = { signal, findLost, beginPart, noteParts }
  const edited = await client.edit(channel.remoteId, ids, outgoing, options).catch(ifGone)
  if (!edited) return now
  await replace(edited, hash)
  progressed(sending)
  return now
}

async function remove(sending: Sending, parts: readonly Link[], begun: BegunSend | undefined): Promise<void> {
  const { ctx, channel, client, capabilities, signal } = sending
  const [first] = parts
  if (!first || first.isGone) return
  if (first.came === 'out' && capabilities.deletes.out) {
    const lost = begun?.outgoing ? await findSent(sending, begun.outgoing, begun, parts.length) : []
    const ids = [...parts.map(({ remoteId }) => remoteId), ...lost]
    await client.remove?.(channel.remoteId, ids, signal).catch(ifGone)
  }
  for (const part of parts) await changeLink(ctx.db, channel, part, { isGone: true })
  if (begun) await endSend(ctx.db, channel, parts[0]!.messageId!)
  progressed(sending)
}

/** Our account reacts for people here, once for all who do. */
async function react(
  sending: Sending,
  message: StoredMessage,
  { remoteId }: Link,
  sent: ReadonlySet<string>,
): Promise<void> {
  const { ctx, channel, client, capabilities, signal } = sending
  if (!capabilities.reactions.out) return
  const wanted = emojiOf(message)
  for (const emoji of wanted) {
    if (sent.has(emoji)) continue
    await client.react?.(channel.remoteId, remoteId, emoji, signal).catch(ifGone)
    await noteReaction(ctx.db, channel, message.id, emoji)
    progressed(sending)
  }
  for (const emoji of sent) {
    if (wanted.has(emoji)) continue
    await client.unreact?.(channel.remoteId, remoteId, emoji, signal, [...wanted]).catch(ifGone)
    await forgetReaction(ctx.db, channel, message.id, emoji)
    progressed(sending)
  }
}
