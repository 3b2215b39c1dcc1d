import { transaction } from '@parley/kit/outbox'
import { findRemoteChannel, type RemoteChannelRow, setChannelState } from '../connections/remote-channels.ts'
import { noteSync } from '../connections/store.ts'
import { takeCommand } from '../consent/commands.ts'
import { awaitConsents, findConsent, isKeptOut } from '../consent/store.ts'
import { isWithdrawn } from '../consent/words.ts'
import { findLinkedPerson } from '../linked-accounts/store.ts'
import type { RemoteMessage } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { authorOf, originOf } from './authors.ts'
import { callTwins, hopsOf } from './auto-reply.ts'
import { makeChannel } from './bridged-channels.ts'
import { change, changerOf } from './changing.ts'
import { contentHash } from './content-hash.ts'
import { storeFiles } from './files.ts'
import { keyOf, textOf } from './incoming-message.ts'
import { changeLink, findLink, insertLinks, type Link } from './links.ts'
import { postAs } from './posting.ts'
import type { Scene } from './scene.ts'
import { isSending } from './sends.ts'

/** The channel, where what happens in it comes in. */
export async function openChannel(
  { ctx, connection, account }: Scene,
  remoteId: string,
): Promise<RemoteChannelRow | undefined> {
  if (!connection.ingestMessages) return undefined
  const channel = await findRemoteChannel(ctx.db, account, remoteId)
  const isOpen = channel?.isSelected && channel.paused === null
  return isOpen && (channel.direction === 'in' || channel.direction === 'both') ? channel : undefined
}

/** What was written there is here once, as it is now. */
export async function applyMessage(scene: Scene, message: RemoteMessage): Promise<void> {
  const { ctx, account } = scene
  if (message.author.isSelf || message.key !== null) return
  if (await takeCommand(scene, message.author, message.text, message.editedAt ?? message.at)) return
  if (isWithdrawn(message)) return withdraw(scene, message.channelId, message.id)
  const channel = await openChannel(scene, message.channelId)
  if (!channel) return
  const link = await findLink(ctx.db, account, message.channelId, message.id)
  if (!link && isKeptOut(await findConsent(ctx.db, account, message.author.id), message.at)) return
  if (!link) return post(scene, channel, message)
  if (link.came === 'in' && !link.isGone) await edit(scene, channel, link, message)
}

async function post(scene: Scene, channel: RemoteChannelRow, message: RemoteMessage): Promise<void> {
  const { ctx, connection, account, trace } = scene
  const parentId = await parentOf(scene, message)
  const isThere = await transaction(ctx.db, (tx) => makeChannel(tx, account, channel, connection.connectedBy, trace))
  ctx.outbox.notify('channels')
  if (!isThere) return setChannelState(ctx.db, account, channel.remoteId, 'gone')
  // What an app writes in a person's name is the app's.
  const userId = message.author.isBot ? undefined : await findLinkedPerson(ctx.db, account, message.author.id)
  const { ids, left } = await storeFiles({ ...scene, channelId: channel.id }, message.files)
  const text = textOf(message.text, left)
  const hops = await hopsOf(ctx.db, account, message)
  if (text === '' && ids.length === 0) return
  const isNew = await transaction(ctx.db, async (tx) => {
    await awaitConsents(tx, account)
    const isOut = isKeptOut(await findConsent(tx, account, message.author.id), message.at)
    if (isOut) return true
    const given = {
      workspaceId: account.workspaceId,
      channelId: channel.id,
      key: keyOf(account, message.channelId, message.id),
      post: {
        content: text,
        ...(ids.length > 0 && { file_ids: ids }),
        origin: originOf(account),
        hops,
        written_at: message.at.toISOString(),
        ...(parentId !== undefined && { parent_message_id: parentId }),
      },
      trace,
    }
    const posted = await postAs(tx, given, userId, authorOf(account.platform, message.author))
    // Archived or deleted here meanwhile.
    if (!posted.message) return true
    const added = await insertLinks(tx, account, [
      {
        remoteChannelId: message.channelId,
        remoteId: message.id,
        remoteThreadId: message.threadId,
        channelId: channel.id,
        messageId: posted.message.id,
        part: 0,
        came: 'in',
        authorId: message.author.id,
        contentHash: contentHash(textOf(message.text)),
        editedAt: message.editedAt?.toISOString() ?? null,
        userId: posted.postedAs ?? null,
        hops,
      },
    ])
    await noteSync(tx, connection)
    if (added > 0) await callTwins(tx, connection, posted.message, message.author, trace)
    return added > 0
  })
  ctx.outbox.notify('messaging')
  if (userId) ctx.outbox.notify('channels')
  // An import has just brought it, perhaps as it was before this edit.
  const link = isNew ? undefined : await findLink(ctx.db, account, message.channelId, message.id)
  if (link?.came === 'in' && !link.isGone) await edit(scene, channel, link, message)
}

/** The message here that it replies to. A root that has not come is fetched; one that is gone leaves its replies alone. */
async function parentOf(scene: Scene, message: RemoteMessage): Promise<string | undefined> {
  const { ctx, account } = scene
  const { threadId, channelId } = message
  if (threadId === null || threadId === message.id) return undefined
  const link = await findLink(ctx.db, account, channelId, threadId)
  if (link) return link.isGone ? undefined : (link.messageId ?? undefined)
  const root = await fetchUnlinked(scene, channelId, threadId)
  if (!root || root.threadId !== null) return undefined
  await applyMessage(scene, root)
  return (await findLink(ctx.db, account, channelId, threadId))?.messageId ?? undefined
}

/**
 * A message there without a link, as far as the platform shows it.
 *
 * @throws PlatformError where it may be one from here that has just arrived there: then its link comes
 */
export async function fetchUnlinked(
  { ctx, account, client, signal }: Scene,
  channelId: string,
  id: string,
): Promise<RemoteMessage | undefined> {
  const message = await client.fetchMessage?.(channelId, id, null, signal)
  const mayBeOwn = client.fetchMessage === undefined || message?.author.isSelf
  if (mayBeOwn && (await isSending(ctx.db, account)))
    throw new PlatformError('unavailable', 'A message is being sent there.')
  return message
}

async function edit(scene: Scene, channel: RemoteChannelRow, link: Link, message: RemoteMessage): Promise<void> {
  const { ctx, account } = scene
  const text = textOf(message.text)
  const hash = contentHash(text)
  const editedAt = message.editedAt?.toISOString() ?? null
  const isOlder = link.editedAt !== null && (editedAt === null || editedAt < link.editedAt)
  const isSame = link.contentHash?.equals(hash)
  if (isOlder || (isSame && link.editedAt === editedAt)) return
  const author = await changerOf(scene, link)
  // One that has become private there goes on in another channel here: what is in the earlier one stays as it is.
  const isHere = link.channelId === channel.id
  if (author && !isSame && text !== '' && isHere) await change(scene, link, author, { type: 'edit', content: text })
  await changeLink(ctx.db, account, link, { contentHash: hash, editedAt })
}

/** What was deleted before it came never comes. */
export async function applyDeletion(scene: Scene, channelId: string, remoteId: string): Promise<void> {
  const { ctx, account } = scene
  const channel = await openChannel(scene, channelId)
  if (!channel) return
  const gone = { remoteChannelId: channelId, remoteId, channelId: channel.id, messageId: null, isGone: true, part: 0 }
  const isNew = (await insertLinks(ctx.db, account, [{ ...gone, came: 'in' }])) > 0
  const link = isNew ? undefined : await findLink(ctx.db, account, channelId, remoteId)
  if (link) await removeHere(scene, link)
}

/** Its author takes it back: it goes, whatever else comes in from there. */
export async function withdraw(scene: Scene, channelId: string, remoteId: string): Promise<void> {
  const link = await findLink(scene.ctx.db, scene.account, channelId, remoteId)
  await (link ? removeHere(scene, link) : applyDeletion(scene, channelId, remoteId))
}

async function removeHere(scene: Scene, link: Link): Promise<void> {
  const { ctx, account } = scene
  if (link.isGone) return
  // What was written here and is deleted there, by a moderator, stays here: it is its author's.
  const author = link.came === 'in' ? await changerOf(scene, link) : undefined
  if (author) await change(scene, link, author, { type: 'delete' })
  await changeLink(ctx.db, account, link, { isGone: true })
}
