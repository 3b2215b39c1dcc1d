import type { StoredMessage } from '@parley/contracts/messages/message'
import { transaction } from '@parley/kit/outbox'
import { noteSync } from '../connections/store.ts'
import type { OutgoingMessage, SentMessage } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { RefusedFile } from '../platforms/refused-file.ts'
import { contentHash } from './content-hash.ts'
import { faultsWithFiles } from './faults.ts'
import { findSent, leaveUnconfirmed, refuse, removeSent } from './leaving-out.ts'
import { insertLinks, type Link } from './links.ts'
import { namesOf, outgoingOf } from './outgoing-message.ts'
import { progressed, type Sending } from './sending-context.ts'
import { type BegunSend, beginSend, endSend } from './sends.ts'

/**
 * Sends a message that is not there. What is older than the link has no event of its own, and comes as a change. What an
 * earlier attempt has left is found as it was sent then.
 */
export async function post(
  sending: Sending,
  message: StoredMessage,
  { links, begun, hops }: { links: ReadonlyMap<string, Link[]>; begun: BegunSend | undefined; hops: number },
): Promise<Link[]> {
  const { ctx, connection, channel, client, capabilities, tries } = sending
  if (message.seq <= channel.sentSeq || message.arrival === 'imported') return []
  if (client.sendsNothing || begun?.isLeftOut) return []
  if (begun && capabilities.interruptedSends === 'left_out') {
    await leaveUnconfirmed(sending, message.id, begun)
    return []
  }
  const rootParts = message.parent_message_id === null ? undefined : links.get(message.parent_message_id)
  const root = rootParts?.find(({ remoteChannelId }) => remoteChannelId === channel.remoteId)
  const left = tries.faults < faultsWithFiles ? [] : namesOf(message)
  const now = outgoingOf(sending, message, root?.remoteThreadId ?? root?.remoteId ?? null, left)
  let outgoing: SentMessage = begun?.outgoing ?? now
  let ids = begun ? await findSent(sending, outgoing, begun) : []
  try {
    if (ids.length === 0) {
      if (now.text === '' && now.files.length === 0) return []
      ;({ ids, outgoing } = await send(sending, message, now))
    }
  } catch (error) {
    if (error instanceof PlatformError && error.failure === 'rejected') {
      await refuse(sending, message, error)
      return []
    }
    const isUndone = error instanceof PlatformError && !error.mayBeDone
    if (isUndone && capabilities.interruptedSends === 'left_out') await endSend(ctx.db, channel, message.id)
    throw error
  }
  const hash = contentHash(outgoing.text)
  const kept = new Set(outgoing.files.map(({ name }) => name))
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
      leftFiles: capabilities.files.out ? namesOf(message).filter((name) => !kept.has(name)) : [],
    }),
  )
  await transaction(ctx.db, async (tx) => {
    await insertLinks(tx, channel, sent)
    await endSend(tx, channel, message.id)
    await noteSync(tx, connection)
  })
  progressed(sending)
  return sent
}

/**
 * In its thread, or in the channel where the thread's root is gone there; with its files, but for those that are refused, of
 * which it has the names.
 */
async function send(
  sending: Sending,
  message: StoredMessage,
  outgoing: OutgoingMessage,
): Promise<{ ids: readonly string[]; outgoing: OutgoingMessage }> {
  const { ctx, channel, client, signal } = sending
  await beginSend(ctx.db, channel, message.id, outgoing)
  try {
    return { ids: await client.send(channel.remoteId, outgoing, signal), outgoing }
  } catch (error) {
    if (error instanceof RefusedFile) {
      ctx.log.info({ err: error, message: message.id }, 'a file is not sent')
      await removeSent(sending, message.id)
      const kept = new Set(outgoing.files.map(({ name }) => name).filter((name) => name !== error.file.name))
      const left = namesOf(message).filter((name) => !kept.has(name))
      return send(sending, message, outgoingOf(sending, message, outgoing.threadId, left))
    }
    const isRootGone = error instanceof PlatformError && error.failure === 'not_found' && outgoing.threadId !== null
    if (!isRootGone) throw error
    return send(sending, message, { ...outgoing, threadId: null })
  }
}
