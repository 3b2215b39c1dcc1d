import { reactionLimits } from '@parley/contracts/messages/changes'
import type { Reaction } from '@parley/contracts/messages/message'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import {
  decideReaction,
  type ReactionOutcome,
  type Refused,
  shownEmoji,
  summedReactions,
} from '../domain/message-changes.ts'
import { lockMessage, publishChange, takeRev } from './locked-message.ts'
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
  const theirs = await tx
    .selectFrom('reactions')
    .select(['id', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', id)
    .where('emoji', '=', emoji)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const outcome = decideReaction(message, emoji, { hasGiven: theirs !== undefined, maxEmoji: reactionLimits.emoji })
  if (outcome !== 'added' && outcome !== 'removed') return { outcome }

  if (theirs)
    await tx.deleteFrom('reactions').where('workspace_id', '=', workspaceId).where('id', '=', theirs.id).execute()
  const row =
    theirs ??
    (await tx
      .insertInto('reactions')
      .values({
        workspace_id: workspaceId,
        id: sql`uuidv7()`,
        message_id: id,
        user_id: userId,
        emoji,
        channel_id: channelId,
        created_at: message.at,
      })
      .returning(['id', 'created_at'])
      .executeTakeFirstOrThrow())
  const change = outcome === 'added' ? 1 : -1
  const userIds = await findFirstPeople(tx, { workspaceId, id, emoji })
  await tx
    .updateTable('messages')
    .set(({ eb }) => ({
      reactions: JSON.stringify(summedReactions(message.reactions, { emoji, change, userIds })),
      reaction_count: eb('reaction_count', '+', change),
      changed_at: message.at,
    }))
    .set({ rev: await takeRev(tx, message) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
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

/** The first who gave an emoji, as many as a message names. */
async function findFirstPeople(
  tx: Db,
  { workspaceId, id, emoji }: { workspaceId: string; id: string; emoji: string },
): Promise<string[]> {
  const rows = await tx
    .selectFrom('reactions')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', id)
    .where('emoji', '=', emoji)
    .orderBy('id')
    .limit(reactionLimits.listed)
    .execute()
  return rows.map(({ user_id }) => user_id)
}
