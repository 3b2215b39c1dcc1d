import { sql } from 'kysely'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import { type Link, linkColumns } from './links.ts'

/** As many are asked for one by one in a comparison of a channel. */
const maxAsked = 20

/** How a comparison has found a message there: in a list of the newest, or by asking for it. */
export type Confirmation = 'list' | 'question'

const ofChannel = ({ workspaceId, platform, accountId }: AccountKey, remoteChannelId: string) =>
  sql<boolean>`(workspace_id, platform, account_id, remote_channel_id)
    = (${workspaceId}, ${platform}, ${accountId}, ${remoteChannelId})`

/** Notes that messages are there. One that was asked for is not in the list of the newest, and not looked for again. */
export async function confirmLinks(
  db: Db,
  account: AccountKey,
  remoteChannelId: string,
  remoteIds: readonly string[],
  by: Confirmation,
): Promise<void> {
  if (remoteIds.length === 0) return
  await db
    .updateTable('links')
    .set({ confirmed_by: by })
    .where(ofChannel(account, remoteChannelId))
    .where('remote_id', 'in', remoteIds)
    .where(({ eb, or }) =>
      by === 'list'
        ? eb('confirmed_by', 'is', null)
        : or([eb('confirmed_by', 'is', null), eb('confirmed_by', '=', 'list')]),
    )
    .execute()
}

/** Links that the bridge made in a time, whose messages are not among those that were listed, but for what was asked for before. */
export async function findUnlisted(
  db: Db,
  account: AccountKey,
  remoteChannelId: string,
  { since, until, ids, came }: { since: Date; until: Date; ids: readonly string[]; came: readonly Link['came'][] },
): Promise<(Link & { confirmedBy: Confirmation | null })[]> {
  return db
    .selectFrom('links')
    .select(linkColumns)
    .select('confirmed_by as confirmedBy')
    .where('workspace_id', '=', account.workspaceId)
    .where('platform', '=', account.platform)
    .where('account_id', '=', account.accountId)
    .where('remote_channel_id', '=', remoteChannelId)
    .where('is_imported', '=', sql.lit(false))
    .where('created_at', '>', since.toISOString())
    .where('created_at', '<', until.toISOString())
    .where('message_id', 'is not', null)
    .where('came', 'in', came)
    .where('is_gone', '=', false)
    .where(({ eb, or }) => or([eb('confirmed_by', 'is', null), eb('confirmed_by', '=', 'list')]))
    .$if(ids.length > 0, (query) => query.where('remote_id', 'not in', ids))
    .orderBy('created_at', 'desc')
    .limit(maxAsked)
    .$castTo<Link & { confirmedBy: Confirmation | null }>()
    .execute()
}

/** Forgets what messages from here are there, so that they are sent again. */
export async function removeLinksOf(
  tx: Db,
  account: AccountKey,
  remoteChannelId: string,
  messageIds: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom('links')
    .where(ofChannel(account, remoteChannelId))
    .where('message_id', 'in', messageIds)
    .where('came', '=', 'out')
    .execute()
}
