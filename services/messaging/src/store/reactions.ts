import { reactionLimits } from '@parley/contracts/messages/changes'
import type { Reaction } from '@parley/contracts/messages/message'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import {
  decideReaction,
  type LockedMessage,
  type ReactionOutcome,
  type Refused,
  shownEmoji,
  summedReactions,
} from '../domain/message-changes.ts'
import { type Actor, changeMessage, isPerson, lockMessage, publishChange } from './locked-message.ts'

export type Toggle =
  | { outcome: 'added' | 'removed'; reaction: Reaction }
  | Refused<Exclude<ReactionOutcome, 'added' | 'removed' | 'unchanged'>>

interface GivenEmoji {
  id: string
  emoji: string
}

/**
 * Gives a message the actor's emoji, or takes it away where they had given it. With `wanted` it is there afterwards, or
 * not: `unchanged` where it was so before. Needs a transaction.
 */
export async function react(tx: Db, actor: Actor, given: GivenEmoji, trace: Trace): Promise<Toggle>
export async function react(
  tx: Db,
  actor: Actor,
  given: GivenEmoji & { wanted: boolean },
  trace: Trace,
): Promise<Toggle | { outcome: 'unchanged'; channelId: string }>
export async function react(
  tx: Db,
  actor: Actor,
  given: GivenEmoji & { wanted?: boolean },
  trace: Trace,
): Promise<Toggle | { outcome: 'unchanged'; channelId: string }> {
  const message = await lockMessage(tx, actor, given)
  if (!message) return { outcome: 'not_found' }
  const { workspaceId, id, channelId } = message
  const userId = isPerson(actor) ? actor.userId : null
  const emoji = shownEmoji(message, given.emoji)
  const { theirs, first } = await findAuthors(tx, message, emoji)
  const outcome = decideReaction(message, emoji, {
    hasGiven: theirs !== undefined,
    wanted: given.wanted,
    maxEmoji: reactionLimits.emoji,
  })
  if (outcome === 'unchanged') return { outcome, channelId }
  if (outcome !== 'added' && outcome !== 'removed') return { outcome }

  const row = theirs ?? (await insertReaction(tx, message, userId, emoji))
  if (theirs)
    await tx.deleteFrom('reactions').where('workspace_id', '=', workspaceId).where('id', '=', theirs.id).execute()
  const change = outcome === 'added' ? 1 : -1
  const people = outcome === 'added' ? [...first, userId] : first.filter((each) => each !== userId)
  const userIds = people.filter((each) => each !== null).slice(0, reactionLimits.listed)
  const reactions = summedReactions(message.reactions, { emoji, change, userIds })
  await changeMessage(tx, message, id, {
    reactions: JSON.stringify(reactions),
    reaction_count: reactions.reduce((sum, { count }) => sum + count, 0),
    changed_at: message.at,
  })
  const reaction = {
    id: row.id,
    message_id: id,
    channel_id: channelId,
    user_id: userId,
    emoji,
    created_at: row.created_at,
  }
  await publishChange(tx, message, `reaction.${outcome}`, trace, reaction)
  return { outcome, reaction }
}

/** The actor's reaction of one emoji, and the first people who gave it: one more than a message names, should one of them go. */
async function findAuthors(
  tx: Db,
  { workspaceId, id, actorId }: LockedMessage,
  emoji: string,
): Promise<{ theirs: { id: string; created_at: string } | undefined; first: string[] }> {
  const given = tx
    .selectFrom('reactions')
    .select(['id', 'author_id', 'user_id', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', id)
    .where('emoji', '=', emoji)
  const rows = await tx
    .selectFrom(
      given
        .where('user_id', 'is not', null)
        .orderBy('id')
        .limit(reactionLimits.listed + 1)
        .as('first'),
    )
    .selectAll()
    .union(given.where('author_id', '=', actorId))
    .orderBy('id')
    .execute()
  return {
    theirs: rows.find(({ author_id }) => author_id === actorId),
    first: rows.flatMap(({ user_id }) => user_id ?? []).slice(0, reactionLimits.listed + 1),
  }
}

const insertReaction = (
  tx: Db,
  { workspaceId, id, channelId, actorId, at }: LockedMessage,
  userId: string | null,
  emoji: string,
) =>
  tx
    .insertInto('reactions')
    .values(({ fn }) => ({
      workspace_id: workspaceId,
      id: fn<string>('uuidv7'),
      message_id: id,
      author_id: actorId,
      user_id: userId,
      emoji,
      channel_id: channelId,
      created_at: at,
    }))
    .returning(['id', 'created_at'])
    .executeTakeFirstOrThrow()
