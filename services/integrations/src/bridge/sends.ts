import { sql } from 'kysely'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'

/** Notes that a message is on its way. @returns since when, where an earlier attempt had noted it already */
export async function beginSend(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageId: string,
): Promise<Date | undefined> {
  const key = { workspace_id: workspaceId, platform, account_id: accountId, message_id: messageId }
  const begun = await db
    .insertInto('sends')
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .returning('begun_at')
    .executeTakeFirst()
  if (begun) return undefined
  const earlier = await db
    .selectFrom('sends')
    .select('begun_at')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return earlier && new Date(earlier.begun_at)
}

/** Notes that messages may have been sent when their links say, though they do not seem to be there: who sends them looks. */
export async function beginAgain(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageIds: readonly string[],
): Promise<void> {
  await tx
    .insertInto('sends')
    .columns(['workspace_id', 'platform', 'account_id', 'message_id', 'begun_at'])
    .expression((eb) =>
      eb
        .selectFrom('links')
        .select(['workspace_id', 'platform', 'account_id', 'message_id'])
        .select(sql<string>`min(created_at) - interval '1 minute'`.as('begun_at'))
        .where('workspace_id', '=', workspaceId)
        .where('platform', '=', platform)
        .where('account_id', '=', accountId)
        .where('message_id', 'in', messageIds)
        .groupBy(['workspace_id', 'platform', 'account_id', 'message_id'])
        .$narrowType<{ message_id: string }>(),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** It is there, or will never be. */
export async function endSend(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageId: string,
): Promise<void> {
  await tx
    .deleteFrom('sends')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .execute()
}

/** The reactions that our account has set there, by message. */
export async function findSentReactions(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Set<string>>> {
  if (messageIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('sent_reactions')
    .select(['message_id', 'emoji'])
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('message_id', 'in', messageIds)
    .execute()
  const byMessage = Map.groupBy(rows, (row) => row.message_id)
  return new Map([...byMessage].map(([id, sent]) => [id, new Set(sent.map(({ emoji }) => emoji))]))
}

export async function noteReaction(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageId: string,
  emoji: string,
): Promise<void> {
  const row = { workspace_id: workspaceId, platform, account_id: accountId, message_id: messageId, emoji }
  await db
    .insertInto('sent_reactions')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function forgetReaction(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageId: string,
  emoji: string,
): Promise<void> {
  await db
    .deleteFrom('sent_reactions')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .where('emoji', '=', emoji)
    .execute()
}
