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
import { changeMessage, lockMessage, publishChange } from './locked-message.ts'
import type { Person } from './messages.ts'

export type Toggle =
  | { outcome: 'added' | 'removed'; reaction: Reaction }
  | Refused<Exclude<ReactionOutcome, 'added' | 'removed'>>

/** Gives a message the person's emoji, or takes it away where they had given it. Needs a transaction. */
export async function toggleReaction(
  tx: Db,
  { workspaceId, userId }: Person,
  given: { id: string; emoji: string },
  trace: Trace,
): Promise<Toggle> {
  const message = await lockMessage(tx, { workspaceId, userId }, given)
  if (!message) return { outcome: 'not_found' }
  const { id, channelId } = message
  const emoji = shownEmoji(message, given.emoji)
  const { theirs, first } = await findPeople(tx, { workspaceId, userId, id, emoji })
  const outcome = decideReaction(message, emoji, { hasGiven: theirs !== undefined, maxEmoji: reactionLimits.emoji })
  if (outcome !== 'added' && outcome !== 'removed') return { outcome }

  const row = theirs ?? (await insertReaction(tx, message, userId, emoji))
  if (theirs)
    await tx.deleteFrom('reactions').where('workspace_id', '=', workspaceId).where('id', '=', theirs.id).execute()
  const change = outcome === 'added' ? 1 : -1
  const people = outcome === 'added' ? [...first, userId] : first.filter((each) => each !== userId)
  const userIds = people.slice(0, reactionLimits.listed)
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

/** Somebody's reaction of one emoji, and the first who gave it: one more than a message names, should one of them go. */
async function findPeople(
  tx: Db,
  { workspaceId, userId, id, emoji }: Person & { id: string; emoji: string },
): Promise<{ theirs: { id: string; created_at: string } | undefined; first: string[] }> {
  const given = tx
    .selectFrom('reactions')
    .select(['id', 'author_id', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', id)
    .where('emoji', '=', emoji)
  const rows = await tx
    .selectFrom(
      given
        .orderBy('id')
        .limit(reactionLimits.listed + 1)
        .as('first'),
    )
    .selectAll()
    .union(given.where('author_id', '=', userId))
    .orderBy('id')
    .execute()
  return {
    theirs: rows.find(({ author_id }) => author_id === userId),
    first: rows.slice(0, reactionLimits.listed + 1).map(({ author_id }) => author_id),
  }
}

const insertReaction = (tx: Db, { workspaceId, id, channelId, at }: LockedMessage, userId: string, emoji: string) =>
  tx
    .insertInto('reactions')
    .values(({ fn }) => ({
      workspace_id: workspaceId,
      id: fn<string>('uuidv7'),
      message_id: id,
      author_id: userId,
      user_id: userId,
      emoji,
      channel_id: channelId,
      created_at: at,
    }))
    .returning(['id', 'created_at'])
    .executeTakeFirstOrThrow()
