import { sql } from 'kysely'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'

/** Who reacts with what, by who they are there. */
export interface LinkReaction {
  emoji: string
  authorId: string
}

/** Which message here is which there. */
export interface Link {
  remoteChannelId: string
  remoteId: string
  remoteThreadId: string | null
  channelId: string
  /** Null where it was deleted there before it came. */
  messageId: string | null
  isGone: boolean
  part: number
  came: 'in' | 'out'
  authorId: string | null
  contentHash: Buffer | null
  editedAt: string | null
  hops: number
  /** What people there react with, as far as it was applied. */
  reactions: readonly LinkReaction[]
  /** Of a message from here: its number in the channel, from which it is sent again. */
  seq: number | null
  /** Of a message from there: whose it is here, where its author had linked their account. */
  userId: string | null
  /** An import brought it, and not the bridge. */
  isImported: boolean
  /** Of an imported one: the files of which the name alone was kept. */
  leftFiles: string[]
}

/** A link's columns, as `Link` has them. */
export const linkColumns = [
  'remote_channel_id as remoteChannelId',
  'remote_id as remoteId',
  'remote_thread_id as remoteThreadId',
  'channel_id as channelId',
  'message_id as messageId',
  'is_gone as isGone',
  'part',
  'came',
  'author_id as authorId',
  'content_hash as contentHash',
  'edited_at as editedAt',
  'hops',
  'reactions',
  'seq',
  'user_id as userId',
  'is_imported as isImported',
  'left_files as leftFiles',
] as const

const ofAccount = (db: Db, { workspaceId, platform, accountId }: AccountKey) =>
  db
    .selectFrom('links')
    .select(linkColumns)
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .$castTo<Link>()

/** By what it is called there. */
export async function findLink(
  db: Db,
  account: AccountKey,
  remoteChannelId: string,
  remoteId: string,
): Promise<Link | undefined> {
  return ofAccount(db, account)
    .where('remote_channel_id', '=', remoteChannelId)
    .where('remote_id', '=', remoteId)
    .executeTakeFirst()
}

/** Those of some messages of a channel there, by their ids there. */
export async function findLinksThere(
  db: Db,
  account: AccountKey,
  remoteChannelId: string,
  remoteIds: readonly string[],
): Promise<ReadonlyMap<string, Link>> {
  if (remoteIds.length === 0) return new Map()
  const links = await ofAccount(db, account)
    .where('remote_channel_id', '=', remoteChannelId)
    .where('remote_id', 'in', remoteIds)
    .execute()
  return new Map(links.map((link) => [link.remoteId, link]))
}

/** Which of these are known, also those that are gone. */
export async function findKnown(
  db: Db,
  account: AccountKey,
  remoteChannelId: string,
  remoteIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set((await findLinksThere(db, account, remoteChannelId, remoteIds)).keys())
}

/** When something of a channel last crossed by the bridge. */
export async function findNewestLink(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  remoteChannelId: string,
): Promise<Date | undefined> {
  const newest = await db
    .selectFrom('links')
    .select('created_at')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('remote_channel_id', '=', remoteChannelId)
    .where('is_imported', '=', sql.lit(false))
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest && new Date(newest.created_at)
}

/** The parts of some messages there, by message, in order; also under an id that their channel has no longer. */
export async function findLinksOf(
  db: Db,
  account: AccountKey,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Link[]>> {
  if (messageIds.length === 0) return new Map()
  const rows = await ofAccount(db, account)
    .where('message_id', 'in', messageIds)
    .orderBy('message_id')
    .orderBy('part')
    .execute()
  return Map.groupBy(rows, ({ messageId }) => messageId!)
}

export type NewLink = Pick<Link, 'remoteChannelId' | 'remoteId' | 'channelId' | 'messageId' | 'part' | 'came'> &
  Partial<Link>

/** Adds links; those that are there stay as they are. @returns how many are new */
export async function insertLinks(tx: Db, account: AccountKey, links: readonly NewLink[]): Promise<number> {
  if (links.length === 0) return 0
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('links')
    .values(
      links.map((link) => ({
        workspace_id: account.workspaceId,
        platform: account.platform,
        account_id: account.accountId,
        remote_channel_id: link.remoteChannelId,
        remote_id: link.remoteId,
        remote_thread_id: link.remoteThreadId ?? null,
        channel_id: link.channelId,
        message_id: link.messageId,
        is_gone: link.isGone ?? false,
        part: link.part,
        came: link.came,
        author_id: link.authorId ?? null,
        content_hash: link.contentHash ?? null,
        edited_at: link.editedAt ?? null,
        hops: link.hops ?? 0,
        reactions: JSON.stringify(link.reactions ?? []),
        seq: link.seq ?? null,
        user_id: link.userId ?? null,
        is_imported: link.isImported ?? false,
        left_files: link.leftFiles ?? [],
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0n)
}

interface LinkChange {
  isGone?: true
  contentHash?: Buffer
  editedAt?: string | null
  reactions?: readonly LinkReaction[]
}

export async function changeLink(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  { remoteChannelId, remoteId }: Pick<Link, 'remoteChannelId' | 'remoteId'>,
  { isGone, contentHash, editedAt, reactions }: LinkChange,
): Promise<void> {
  await tx
    .updateTable('links')
    .set({
      is_gone: isGone,
      content_hash: contentHash,
      edited_at: editedAt,
      reactions: reactions && JSON.stringify(reactions),
    })
    .where(
      sql<boolean>`(workspace_id, platform, account_id, remote_channel_id, remote_id)
        = (${workspaceId}, ${platform}, ${accountId}, ${remoteChannelId}, ${remoteId})`,
    )
    .execute()
}

/** An edited message has other parts from now on. */
export async function replaceParts(
  tx: Db,
  account: AccountKey,
  before: readonly string[],
  links: readonly Link[],
): Promise<void> {
  const [first] = links
  if (!first) return
  await tx
    .deleteFrom('links')
    .where('workspace_id', '=', account.workspaceId)
    .where('platform', '=', account.platform)
    .where('account_id', '=', account.accountId)
    .where('remote_channel_id', '=', first.remoteChannelId)
    .where('remote_id', 'in', before)
    .execute()
  await insertLinks(tx, account, links)
}
