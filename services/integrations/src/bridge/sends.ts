import { sql } from 'kysely'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import type { SentMessage } from '../platforms/platform.ts'
import { after } from '../store/after.ts'

/** Longer than a process that takes over from one that has died. */
const justNowMs = 60_000

/** A message that was on its way, and may have arrived. */
export interface BegunSend {
  since: Date
  /** As it was sent; null where that is not known. */
  outgoing: SentMessage | null
  /** It was left out, and counted. */
  isUnconfirmed: boolean
  /** It was refused, or failed too often, and was counted. */
  isLeftOut: boolean
}

/** A channel of an account, by its id here. */
type SendingChannel = AccountKey & { id: string }

const keyOf = ({ workspaceId, platform, accountId, id }: SendingChannel, messageId: string) => ({
  workspace_id: workspaceId,
  platform,
  account_id: accountId,
  channel_id: id,
  message_id: messageId,
})

/** Of some messages, those that are on their way or may have arrived. */
export async function findBegun(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, BegunSend>> {
  if (messageIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('sends')
    .select(['message_id', 'begun_at', 'outgoing', 'is_unconfirmed', 'is_left_out'])
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('message_id', 'in', messageIds)
    .$narrowType<{ outgoing: SentMessage | null }>()
    .execute()
  const begunOf = ({ begun_at, outgoing, is_unconfirmed, is_left_out }: (typeof rows)[number]): BegunSend => ({
    since: new Date(begun_at),
    outgoing,
    isUnconfirmed: is_unconfirmed,
    isLeftOut: is_left_out,
  })
  return new Map(rows.map((row) => [row.message_id, begunOf(row)]))
}

/** Notes that a message is on its way, as it is sent now; since when, it keeps from an earlier attempt. */
export async function beginSend(
  db: Db,
  channel: SendingChannel,
  messageId: string,
  { files, ...message }: SentMessage,
): Promise<void> {
  const named = files.map(({ name, size, mimeType }) => ({ name, size, mimeType }))
  const outgoing = JSON.stringify({ ...message, files: named })
  await db
    .insertInto('sends')
    .values({ ...keyOf(channel, messageId), outgoing })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'platform', 'account_id', 'message_id']).doUpdateSet({ outgoing }),
    )
    .execute()
}

/** Notes that nobody can say whether a message has arrived, and forgets what it said. */
export async function leaveSend(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageId: string,
): Promise<void> {
  await tx
    .updateTable('sends')
    .set({ is_unconfirmed: true, outgoing: null })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .execute()
}

/** Notes that a message is never sent (again), and forgets what it said. */
export async function leaveOutSend(tx: Db, channel: SendingChannel, messageId: string): Promise<void> {
  const leftOut = { is_left_out: true, outgoing: null }
  await tx
    .insertInto('sends')
    .values({ ...keyOf(channel, messageId), ...leftOut })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'platform', 'account_id', 'message_id']).doUpdateSet(leftOut),
    )
    .execute()
}

/** Notes that messages may have been sent when their links say, though they do not seem to be there: who sends them looks. */
export async function beginAgain(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  messageIds: readonly string[],
): Promise<void> {
  await tx
    .insertInto('sends')
    .columns(['workspace_id', 'platform', 'account_id', 'channel_id', 'message_id', 'begun_at'])
    .expression((eb) =>
      eb
        .selectFrom('links')
        .select(['workspace_id', 'platform', 'account_id', 'channel_id', 'message_id'])
        .select(sql<string>`min(created_at) - interval '1 minute'`.as('begun_at'))
        .where('workspace_id', '=', workspaceId)
        .where('platform', '=', platform)
        .where('account_id', '=', accountId)
        .where('message_id', 'in', messageIds)
        .groupBy(['workspace_id', 'platform', 'account_id', 'channel_id', 'message_id'])
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

/** Whether something has just been sent whose ids are not known yet. */
export async function isSending(db: Db, { workspaceId, platform, accountId }: AccountKey): Promise<boolean> {
  const sending = await db
    .selectFrom('sends')
    .select('message_id')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('begun_at', '>', after(-justNowMs))
    .where('is_unconfirmed', '=', sql.lit(false))
    .where('is_left_out', '=', sql.lit(false))
    .limit(1)
    .executeTakeFirst()
  return sending !== undefined
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
