import { transaction } from '@parley/kit/outbox'
import { traceFrom } from '@parley/kit/trace'
import { selectAwaited } from '../connections/awaited.ts'
import { reportProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { accountOf } from '../connections/discovery.ts'
import { subscribeAgain } from '../connections/leases.ts'
import {
  findRemoteChannel,
  listExpected,
  mergeRemoteChannels,
  moveRemoteChannel,
  type RemoteChannelRow,
  setChannelState,
} from '../connections/remote-channels.ts'
import { lockConnection, noteSync } from '../connections/store.ts'
import { takeCommand } from '../consent/commands.ts'
import { awaitConsents, findConsent, isKeptOut } from '../consent/store.ts'
import { isWithdrawn, withdrawal } from '../consent/words.ts'
import type { Context } from '../context.ts'
import { answerGreeting } from '../linked-accounts/greeting.ts'
import { findLinkedPerson } from '../linked-accounts/store.ts'
import type { PlatformClient, RemoteChannel, RemoteEvent, RemoteMessage } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { authorIdOf, authorOf, originOf } from './authors.ts'
import { callTwins, hopsOf } from './auto-reply.ts'
import { readSince } from './back-fill.ts'
import { makeChannel } from './bridged-channels.ts'
import { change, changerOf } from './changing.ts'
import { contentHash } from './content-hash.ts'
import { storeFiles } from './files.ts'
import { storeEvents } from './incoming-events.ts'
import { keyOf, textOf } from './incoming-message.ts'
import { changeLink, findLink, findNewestLink, insertLinks, type Link, type LinkReaction } from './links.ts'
import { backFillOf } from './own-events.ts'
import { postAs } from './posting.ts'
import type { Cause, Scene } from './scene.ts'
import { isSending } from './sends.ts'

/** What was written so long before the last that came may have been missed, too. */
const marginMs = 600_000

/**
 * Has happen here what has happened there, once: what is so already changes nothing, in whatever order and however often
 * it is received.
 *
 * @throws PlatformError, or what a service in between failed with: then it is applied again
 */
export async function applyEvent(
  ctx: Context,
  connection: ConnectionRow,
  client: PlatformClient,
  event: RemoteEvent,
  cause: Cause,
  signal: AbortSignal,
): Promise<void> {
  const account = accountOf(connection)
  if (!account) return
  const scene = { ctx, connection, account, client, cause, trace: traceFrom(undefined, undefined), signal }
  switch (event.type) {
    case 'channel':
      return applyChannel(scene, event.channel)
    case 'channel_moved':
      await transaction(ctx.db, (tx) => moveRemoteChannel(tx, account, event.channelId, event.to))
      return
    case 'channel_gone':
      return setChannelState(ctx.db, account, event.channelId, 'gone')
    case 'revoked':
      return reportProblem(
        ctx,
        connection,
        new PlatformError('unauthorized', 'The app was removed there, or its token revoked.'),
      )
    case 'message':
      return applyMessage(scene, event.message)
    case 'message_deleted':
      return applyDeletion(scene, event.channelId, event.id)
    case 'reaction':
      return applyReaction(scene, event)
    case 'reactions':
      return applyReactions(scene, event)
    case 'subscription_ended':
      return subscribeAgain(ctx.db, connection)
    case 'gap':
      return askAgain(scene, event.channelId)
    case 'direct_message':
      if (await takeCommand(scene, event.author, event.text, new Date(cause.receivedAt))) return
      return answerGreeting(scene, event.author, event.text)
  }
}

/** Something may have been missed: the channels are asked for what they have since something last came from them. */
async function askAgain({ ctx, connection, account, client }: Scene, channelId: string | null): Promise<void> {
  if (!client.fetchHistory || !connection.ingestMessages) return
  const channels = (await listExpected(ctx.db, account)).filter(
    ({ remoteId }) => channelId === null || remoteId === channelId,
  )
  const events = []
  for (const { remoteId, expectedSince } of channels) {
    const newest = await findNewestLink(ctx.db, account, remoteId)
    const since = Math.max((newest?.getTime() ?? 0) - marginMs, Date.parse(expectedSince))
    events.push(backFillOf(remoteId, new Date(since)))
  }
  await storeEvents(ctx.db, connection, events)
}

/** What a channel has had since, applied as its live events are. */
export async function backFill(
  { ctx, connection, client, cause, signal }: Pick<Scene, 'ctx' | 'connection' | 'client' | 'cause' | 'signal'>,
  channelId: string,
  since: Date,
): Promise<void> {
  const messages = await readSince(ctx, client, channelId, since, signal)
  for (const message of messages) {
    signal.throwIfAborted()
    await applyEvent(ctx, connection, client, { type: 'message', message }, cause, signal)
  }
}

async function applyChannel({ ctx, connection, account }: Scene, channel: RemoteChannel): Promise<void> {
  const known = await findRemoteChannel(ctx.db, account, channel.id)
  if (known && isAsKnown(known, channel)) return
  await transaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connection.workspaceId, connection.platform)
    if (locked?.id !== connection.id) return
    await mergeRemoteChannels(tx, account, [channel])
    await selectAwaited(tx, locked, account)
  })
}

/** Some platforms name a channel with each of its messages. */
const isAsKnown = (known: RemoteChannelRow, { name, type, topic, isPrivate, isArchived }: RemoteChannel): boolean =>
  known.name === name &&
  known.type === type &&
  known.topic === topic &&
  known.isPrivate === isPrivate &&
  known.state === (isArchived ? 'archived' : 'open')

/** The channel, where what happens in it comes in. */
async function openChannel(
  { ctx, connection, account }: Scene,
  remoteId: string,
): Promise<RemoteChannelRow | undefined> {
  if (!connection.ingestMessages) return undefined
  const channel = await findRemoteChannel(ctx.db, account, remoteId)
  return channel?.isSelected && (channel.direction === 'in' || channel.direction === 'both') ? channel : undefined
}

async function applyMessage(scene: Scene, message: RemoteMessage): Promise<void> {
  const { ctx, account } = scene
  if (message.author.isSelf || message.key !== null) return
  if (await takeCommand(scene, message.author, message.text, message.editedAt ?? message.at)) return
  if (isWithdrawn(message)) return applyDeletion(scene, message.channelId, message.id)
  const channel = await openChannel(scene, message.channelId)
  if (!channel) return
  const link = await findLink(ctx.db, account, message.channelId, message.id)
  if (!link && isKeptOut(await findConsent(ctx.db, account, message.author.id), message.at)) return
  if (!link) return post(scene, channel, message)
  if (link.came === 'in' && !link.isGone) await edit(scene, link, message)
}

async function post(scene: Scene, channel: RemoteChannelRow, message: RemoteMessage): Promise<void> {
  const { ctx, connection, account, trace } = scene
  const parentId = await parentOf(scene, message)
  const isThere = await transaction(ctx.db, (tx) => makeChannel(tx, account, channel, connection.connectedBy, trace))
  ctx.outbox.notify('channels')
  if (!isThere) return setChannelState(ctx.db, account, message.channelId, 'gone')
  // What an app writes in a person's name is the app's.
  const userId = message.author.isBot ? undefined : await findLinkedPerson(ctx.db, account, message.author.id)
  const { ids, left } = await storeFiles({ ...scene, channelId: channel.id }, message.files)
  const text = textOf(message.text, left)
  const hops = await hopsOf(ctx.db, account, message)
  if (text === '' && ids.length === 0) return
  const { outcome, isNew } = await transaction(ctx.db, async (tx) => {
    await awaitConsents(tx, account)
    const isOut = isKeptOut(await findConsent(tx, account, message.author.id), message.at)
    if (isOut) return { outcome: 'kept_out', isNew: true }
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
    const { outcome } = posted
    if (!posted.message) return { outcome, isNew: true }
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
    if (added > 0) await callTwins(tx, connection, posted.message, hops, trace)
    return { outcome, isNew: added > 0 }
  })
  ctx.outbox.notify('messaging')
  if (userId) ctx.outbox.notify('channels')
  // Deleted here: nothing comes in any more until it is chosen again.
  if (outcome === 'not_found') await setChannelState(ctx.db, account, message.channelId, 'gone')
  // An import has just brought it, perhaps as it was before this edit.
  const link = isNew ? undefined : await findLink(ctx.db, account, message.channelId, message.id)
  if (link?.came === 'in' && !link.isGone) await edit(scene, link, message)
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
async function fetchUnlinked(
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

async function edit(scene: Scene, link: Link, message: RemoteMessage): Promise<void> {
  const { ctx, account } = scene
  const text = textOf(message.text)
  const hash = contentHash(text)
  const editedAt = message.editedAt?.toISOString() ?? null
  const isOlder = link.editedAt !== null && (editedAt === null || editedAt < link.editedAt)
  const isSame = link.contentHash?.equals(hash)
  if (isOlder || (isSame && link.editedAt === editedAt)) return
  const author = await changerOf(scene, link)
  if (author && !isSame && text !== '') await change(scene, link, author, { type: 'edit', content: text })
  await changeLink(ctx.db, account, link, { contentHash: hash, editedAt })
}

/** What was deleted before it came never comes. */
async function applyDeletion(scene: Scene, channelId: string, remoteId: string): Promise<void> {
  const { ctx, account } = scene
  const channel = await openChannel(scene, channelId)
  if (!channel) return
  const gone = { remoteChannelId: channelId, remoteId, channelId: channel.id, messageId: null, isGone: true, part: 0 }
  const isNew = (await insertLinks(ctx.db, account, [{ ...gone, came: 'in' }])) > 0
  const link = isNew ? undefined : await findLink(ctx.db, account, channelId, remoteId)
  if (!link || link.isGone) return
  // What was written here and is deleted there, by a moderator, stays here: it is its author's.
  const author = link.came === 'in' ? await changerOf(scene, link) : undefined
  if (author) await change(scene, link, author, { type: 'delete' })
  await changeLink(ctx.db, account, link, { isGone: true })
}

async function applyReaction(scene: Scene, event: Extract<RemoteEvent, { type: 'reaction' }>): Promise<void> {
  const { ctx, account } = scene
  const { channelId, messageId, author, emoji, isAdded } = event
  if (author.isSelf || !(await openChannel(scene, channelId))) return
  let link = await findLink(ctx.db, account, channelId, messageId)
  const isBy = (authorId: string | null) => isAdded && emoji === withdrawal && authorId === author.id
  if (link?.came === 'in' && isBy(link.authorId)) return applyDeletion(scene, channelId, messageId)
  if (!link && isAdded) {
    const message = await fetchUnlinked(scene, channelId, messageId)
    if (message && isBy(message.author.id)) return applyDeletion(scene, channelId, messageId)
    if (message) await applyMessage(scene, message)
    link = await findLink(ctx.db, account, channelId, messageId)
  }
  if (!link?.messageId || link.isGone) return
  await change(scene, link, authorIdOf(account.platform, author.id), { type: isAdded ? 'react' : 'unreact', emoji })
  const others = link.reactions.filter((each) => each.emoji !== emoji || each.authorId !== author.id)
  const reactions = isAdded ? [...others, { emoji, authorId: author.id }] : others
  await changeLink(ctx.db, account, link, { reactions })
}

/** What people react with from now on: what has changed follows from what they did the last time. */
async function applyReactions(scene: Scene, event: Extract<RemoteEvent, { type: 'reactions' }>): Promise<void> {
  const { ctx, account } = scene
  if (!(await openChannel(scene, event.channelId))) return
  const link = await findLink(ctx.db, account, event.channelId, event.messageId)
  if (!link?.messageId || link.isGone) return
  const now = event.reactions.flatMap(({ emoji, author }) => (author.isSelf ? [] : { emoji, authorId: author.id }))
  const isTakenBack = now.some(({ emoji, authorId }) => emoji === withdrawal && authorId === link.authorId)
  if (link.came === 'in' && isTakenBack) return applyDeletion(scene, event.channelId, event.messageId)
  const without = (all: readonly LinkReaction[], others: readonly LinkReaction[]) =>
    all.filter(({ emoji, authorId }) => !others.some((each) => each.emoji === emoji && each.authorId === authorId))
  const [removed, added] = [without(link.reactions, now), without(now, link.reactions)]
  const by = (id: string) => authorIdOf(account.platform, id)
  for (const { emoji, authorId } of removed) await change(scene, link, by(authorId), { type: 'unreact', emoji })
  for (const { emoji, authorId } of added) await change(scene, link, by(authorId), { type: 'react', emoji })
  if (removed.length + added.length > 0) await changeLink(ctx.db, account, link, { reactions: now })
}
