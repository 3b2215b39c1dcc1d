import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { transaction } from '@parley/kit/outbox'
import type { ConnectionRow } from '../connections/connection.ts'
import { noteSync, noteUnconfirmed } from '../connections/store.ts'
import type { Context } from '../context.ts'
import type { Capabilities, OutgoingMessage, PlatformClient, SentMessage } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { contentHash } from './content-hash.ts'
import { outgoingFiles } from './files.ts'
import { changeLink, findKnown, findLinksOf, insertLinks, type Link, replaceParts } from './links.ts'
import type { OutgoingEvent, TakenChannel } from './outgoing-channels.ts'
import {
  type BegunSend,
  beginSend,
  endSend,
  findBegun,
  findSentReactions,
  forgetReaction,
  leaveSend,
  noteReaction,
} from './sends.ts'

/** Everything that sending from a channel needs. */
export interface Sending {
  ctx: Context
  connection: ConnectionRow
  channel: TakenChannel
  client: PlatformClient
  capabilities: Capabilities
  signal: AbortSignal
  /** Is called once something has happened there. */
  onProgress: () => void
}

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
  const links = new Map(await findLinksOf(ctx.db, channel, channel.remoteId, ids))
  const own = events.map(({ data }) => data.id)
  const unlinked = own.filter((id) => !links.has(id))
  const [reactions, begun] = await Promise.all([
    findSentReactions(ctx.db, channel, own),
    findBegun(ctx.db, channel, unlinked),
  ])
  for (const { data, hops } of events) {
    const parts = links.get(data.id) ?? []
    if (!isMessage(data)) {
      if (parts.length > 0) await remove(sending, parts)
      else await takeBack(sending, data.id, begun.get(data.id))
      continue
    }
    const before = { links, begun: begun.get(data.id), hops: hops ?? 0 }
    const there = parts.length > 0 ? parts : await post(sending, data, before)
    const sent = await edit(sending, data, there)
    links.set(data.id, sent)
    if (sent.length > 0) await react(sending, data, sent[0]!, reactions.get(data.id) ?? new Set())
  }
}

/**
 * Sends a message that is not there. What is older than the link has no event of its own, and comes as a change. What an
 * earlier attempt has left is found as it was sent then.
 */
async function post(
  sending: Sending,
  message: StoredMessage,
  { links, begun, hops }: { links: ReadonlyMap<string, Link[]>; begun: BegunSend | undefined; hops: number },
): Promise<Link[]> {
  const { ctx, connection, channel, capabilities } = sending
  if (message.seq <= channel.sentSeq || message.arrival === 'imported') return []
  const root = message.parent_message_id === null ? undefined : links.get(message.parent_message_id)?.[0]
  const now = outgoingOf(sending, message, root?.remoteThreadId ?? root?.remoteId ?? null)
  if (begun && capabilities.interruptedSends === 'left_out') {
    await leaveUnconfirmed(sending, message.id, begun)
    return []
  }
  let outgoing: SentMessage = begun?.outgoing ?? now
  let ids = begun ? await findSent(sending, outgoing, begun) : []
  try {
    if (ids.length === 0) {
      if (now.text === '' && now.files.length === 0) return []
      ;({ ids, outgoing } = await send(sending, message.id, now))
    }
  } catch (error) {
    if (error instanceof PlatformError && error.failure === 'rejected') return leaveOut(sending, message, error)
    const isUndone = error instanceof PlatformError && !error.mayBeDone
    if (isUndone && capabilities.interruptedSends === 'left_out') await endSend(ctx.db, channel, message.id)
    throw error
  }
  const hash = contentHash(outgoing.text)
  const sent = ids.map(
    (remoteId, part): Link => ({
      remoteChannelId: channel.remoteId,
      remoteId,
      remoteThreadId: outgoing.threadId,
      channelId: channel.id,
      messageId: message.id,
      isGone: false,
      part,
      came: 'out',
      authorId: null,
      contentHash: hash,
      editedAt: null,
      hops,
      reactions: [],
      seq: message.seq,
      userId: null,
      isImported: false,
      leftFiles: [],
    }),
  )
  await transaction(ctx.db, async (tx) => {
    await insertLinks(tx, channel, sent)
    await endSend(tx, channel, message.id)
    await noteSync(tx, connection)
  })
  sending.onProgress()
  return sent
}

/** In its thread, or in the channel where the thread's root is gone there. */
async function send(
  sending: Sending,
  messageId: string,
  outgoing: OutgoingMessage,
): Promise<{ ids: readonly string[]; outgoing: OutgoingMessage }> {
  const { ctx, channel, client, signal } = sending
  await beginSend(ctx.db, channel, messageId, outgoing)
  try {
    return { ids: await client.send(channel.remoteId, outgoing, signal), outgoing }
  } catch (error) {
    const isRootGone = error instanceof PlatformError && error.failure === 'not_found' && outgoing.threadId !== null
    if (!isRootGone) throw error
    return send(sending, messageId, { ...outgoing, threadId: null })
  }
}

/** The ids of what an earlier attempt has left there. */
async function findSent(
  { ctx, channel, client, signal }: Sending,
  outgoing: SentMessage,
  { since }: BegunSend,
): Promise<readonly string[]> {
  const linkedAmong = (remoteIds: readonly string[]) => findKnown(ctx.db, channel, channel.remoteId, remoteIds)
  return (await client.findSent?.(channel.remoteId, outgoing, { since, linkedAmong }, signal)) ?? []
}

/** Removes what may have arrived of a message that was deleted before anybody knew. */
async function takeBack(sending: Sending, messageId: string, begun: BegunSend | undefined): Promise<void> {
  const { ctx, channel, client, capabilities, signal } = sending
  if (!begun) return
  if (capabilities.interruptedSends === 'left_out') return leaveUnconfirmed(sending, messageId, begun)
  const isKnownByKey = capabilities.interruptedSends === 'repeated'
  const ids = isKnownByKey ? [messageId] : begun.outgoing ? await findSent(sending, begun.outgoing, begun) : []
  if (ids.length > 0) await client.remove?.(channel.remoteId, ids, signal).catch(ifGone)
  await endSend(ctx.db, channel, messageId)
}

/** It was sent once, and nobody knows whether it has arrived: it is counted once, and never sent again. */
async function leaveUnconfirmed(
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

/** The platform will never take it. */
async function leaveOut({ ctx, channel }: Sending, message: StoredMessage, error: PlatformError): Promise<Link[]> {
  ctx.log.warn({ err: error, message: message.id }, 'a message is left out: the platform refuses it')
  await endSend(ctx.db, channel, message.id)
  return []
}

async function edit(sending: Sending, message: StoredMessage, parts: Link[]): Promise<Link[]> {
  const { ctx, channel, client, capabilities, signal } = sending
  const [first] = parts
  // What was written there is theirs to change.
  if (first?.came !== 'out' || first.isGone || !capabilities.edits.out || !client.edit) return parts
  const outgoing = outgoingOf(sending, message, first.remoteThreadId)
  const hash = contentHash(outgoing.text)
  if (outgoing.text === '' || first.contentHash?.equals(hash)) return parts
  const before = parts.map(({ remoteId }) => remoteId)
  const ids = await client.edit(channel.remoteId, before, outgoing, signal).catch(ifGone)
  if (!ids) return parts
  const sent = ids.map((remoteId, part): Link => ({ ...first, remoteId, part, contentHash: hash }))
  await transaction(ctx.db, (tx) => replaceParts(tx, channel, before, sent))
  sending.onProgress()
  return sent
}

async function remove(sending: Sending, parts: readonly Link[]): Promise<void> {
  const { ctx, channel, client, capabilities, signal } = sending
  const [first] = parts
  if (!first || first.isGone) return
  if (first.came === 'out' && capabilities.deletes.out)
    await client
      .remove?.(
        channel.remoteId,
        parts.map(({ remoteId }) => remoteId),
        signal,
      )
      .catch(ifGone)
  for (const part of parts) await changeLink(ctx.db, channel, part, { isGone: true })
  sending.onProgress()
}

/** Our account reacts for people here, once for all who do. */
async function react(
  { ctx, channel, client, capabilities, signal, onProgress }: Sending,
  message: StoredMessage,
  { remoteId }: Link,
  sent: ReadonlySet<string>,
): Promise<void> {
  if (!capabilities.reactions.out) return
  const wanted = new Set(message.reactions.filter((each) => each.user_ids.length > 0).map(({ emoji }) => emoji))
  for (const emoji of wanted) {
    if (sent.has(emoji)) continue
    await client.react?.(channel.remoteId, remoteId, emoji, signal).catch(ifGone)
    await noteReaction(ctx.db, channel, message.id, emoji)
    onProgress()
  }
  for (const emoji of sent) {
    if (wanted.has(emoji)) continue
    await client.unreact?.(channel.remoteId, remoteId, emoji, signal).catch(ifGone)
    await forgetReaction(ctx.db, channel, message.id, emoji)
    onProgress()
  }
}

/** A message that is gone there, or a reaction that the platform does not have, is nothing to try again. */
function ifGone(error: unknown): undefined {
  if (error instanceof PlatformError && (error.failure === 'not_found' || error.failure === 'rejected'))
    return undefined
  throw error
}

/** With its files where the platform takes them, and their names where it does not. */
function outgoingOf(
  { ctx, connection, capabilities }: Sending,
  message: StoredMessage,
  threadId: string | null,
): OutgoingMessage {
  const files = capabilities.files.out ? outgoingFiles(ctx, connection, message) : []
  const names = capabilities.files.out ? [] : (message.attachments ?? []).map(({ name }) => `📎 ${name}`)
  return {
    key: message.id,
    author: { name: message.display_name ?? 'Somebody', avatarUrl: null },
    text: [message.content.trim(), ...names].filter((line) => line !== '').join('\n'),
    threadId,
    files,
  }
}
