import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Links that one statement deletes. */
const atOnce = 1_000

/**
 * Deletes some links of a channel that is gone, with the reactions that our account has set for its messages.
 *
 * @returns whether there may be more
 */
export async function deleteSomeLinks(db: Db, workspaceId: string, channelId: string): Promise<boolean> {
  const { rows } = await sql<{ deleted: number }>`
    with deleted as (
      delete from links where workspace_id = ${workspaceId} and ctid = any(array(
        select ctid from links where workspace_id = ${workspaceId} and channel_id = ${channelId} limit ${atOnce}))
      returning platform, account_id, message_id
    ), forgotten as (
      delete from sent_reactions r using deleted d
      where r.workspace_id = ${workspaceId} and (r.platform, r.account_id, r.message_id) = (d.platform, d.account_id, d.message_id)
    )
    select count(*)::int as deleted from deleted`.execute(db)
  return rows[0]!.deleted === atOnce
}

/** Forgets what was on its way from a channel that is gone, with what it said. */
export async function deleteSendsOf(tx: Db, workspaceId: string, channelId: string): Promise<void> {
  await tx.deleteFrom('sends').where('workspace_id', '=', workspaceId).where('channel_id', '=', channelId).execute()
}
