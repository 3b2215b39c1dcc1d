import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Forgets that a channel was deleted, once nothing of it is left; false while messages are. */
export async function finishDeletion(db: Db, channelId: string): Promise<boolean> {
  const { rows } = await sql<{ left: boolean }>`
    with remaining as (
      select exists (select from messaging.channel_counts k where k.channel_id = ${channelId}) as left
    ), finished as (
      delete from deletions where channel_id = ${channelId} and not (select remaining.left from remaining)
    )
    select remaining.left from remaining`.execute(db)
  return !rows[0]!.left
}

/**
 * Starts anew what removes deleted channels, where it has not come to its end: a minute after it was told, then at
 * growing intervals of up to an hour. No socket hears of it again.
 *
 * @returns how many
 */
export async function retellDeletions(db: Db, trace: Trace): Promise<number> {
  const { rows } = await sql<{ channel_id: string }>`
    with due as (
      select channel_id from deletions
      where started_at < now() - interval '1 minute'
        and started_at + least(started_at - deleted_at, interval '1 hour') < now()
      order by started_at limit 100 for update skip locked
    )
    update deletions d set started_at = now() from due where d.channel_id = due.channel_id
    returning d.channel_id, tell('channel.deleted', d.workspace_id, d.channel_id, '{}',
      jsonb_build_object('id', d.channel_id, 'workspace_id', d.workspace_id), ${JSON.stringify(trace)}::jsonb)`.execute(
    db,
  )
  return rows.length
}
