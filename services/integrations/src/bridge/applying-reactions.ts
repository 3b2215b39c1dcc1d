import { withdrawal } from '../consent/words.ts'
import type { RemoteEvent } from '../platforms/platform.ts'
import { applyMessage, fetchUnlinked, openChannel, withdraw } from './applying-messages.ts'
import { authorIdOf } from './authors.ts'
import { change } from './changing.ts'
import { changeLink, findLink, type LinkReaction } from './links.ts'
import type { Scene } from './scene.ts'

/** Somebody there reacts, or takes a reaction back. */
export async function applyReaction(scene: Scene, event: Extract<RemoteEvent, { type: 'reaction' }>): Promise<void> {
  const { ctx, account } = scene
  const { channelId, messageId, author, emoji, isAdded } = event
  if (author.isSelf) return
  let link = await findLink(ctx.db, account, channelId, messageId)
  const isBy = (authorId: string | null) => isAdded && emoji === withdrawal && authorId === author.id
  if (link?.came === 'in' && isBy(link.authorId)) return withdraw(scene, channelId, messageId)
  const channel = await openChannel(scene, channelId)
  if (!channel) return
  if (!link && isAdded) {
    const message = await fetchUnlinked(scene, channelId, messageId)
    if (message && isBy(message.author.id)) return withdraw(scene, channelId, messageId)
    if (message) await applyMessage(scene, message)
    link = await findLink(ctx.db, account, channelId, messageId)
  }
  if (!link?.messageId || link.isGone || link.channelId !== channel.id) return
  await change(scene, link, authorIdOf(account.platform, author.id), { type: isAdded ? 'react' : 'unreact', emoji })
  const others = link.reactions.filter((each) => each.emoji !== emoji || each.authorId !== author.id)
  const reactions = isAdded ? [...others, { emoji, authorId: author.id }] : others
  await changeLink(ctx.db, account, link, { reactions })
}

/** What people react with from now on: what has changed follows from what they did the last time. */
export async function applyReactions(scene: Scene, event: Extract<RemoteEvent, { type: 'reactions' }>): Promise<void> {
  const { ctx, account } = scene
  const link = await findLink(ctx.db, account, event.channelId, event.messageId)
  if (!link?.messageId || link.isGone) return
  const now = event.reactions.flatMap(({ emoji, author }) => (author.isSelf ? [] : { emoji, authorId: author.id }))
  const isTakenBack = now.some(({ emoji, authorId }) => emoji === withdrawal && authorId === link.authorId)
  if (link.came === 'in' && isTakenBack) return withdraw(scene, event.channelId, event.messageId)
  if ((await openChannel(scene, event.channelId))?.id !== link.channelId) return
  const without = (all: readonly LinkReaction[], others: readonly LinkReaction[]) =>
    all.filter(({ emoji, authorId }) => !others.some((each) => each.emoji === emoji && each.authorId === authorId))
  const [removed, added] = [without(link.reactions, now), without(now, link.reactions)]
  const by = (id: string) => authorIdOf(account.platform, id)
  for (const { emoji, authorId } of removed) await change(scene, link, by(authorId), { type: 'unreact', emoji })
  for (const { emoji, authorId } of added) await change(scene, link, by(authorId), { type: 'react', emoji })
  if (removed.length + added.length > 0) await changeLink(ctx.db, account, link, { reactions: now })
}
