import { channelDeleted } from '@parley/contracts/events'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Removes the record of a channel's deletion, once nothing of the channel is left; false while messages are. */
export async function finishDeletion(db: Db, workspaceId: string, channelId: string): Promise<boolean> {
  const left = await db
    .selectFrom('messaging.channel_counts')
    .select('channel_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  if (left) return false
  await db.deleteFrom('deletions').where('workspace_id', '=', workspaceId).where('channel_id', '=', channelId).execute()
  return true
}

/** Deletions that one sweep resumes. */
const maxResumed = 100

/** Was started more than a minute ago, and longer ago than it had been going on by then, which counts up to an hour. */
const isDue = sql<boolean>`started_at < now() - interval '1 minute'
  and started_at + least(started_at - deleted_at, interval '1 hour') < now()`

/**
 * Starts the jobs that remove deleted channels again, where they have not come to their end: a minute after they were
 * last started, then at growing intervals of up to an hour. No socket receives it.
 *
 * @returns how many
 */
export async function resumeDeletions(db: Db, trace: Trace): Promise<number> {
  const due = await db
    .selectFrom('deletions')
    .select(['workspace_id', 'channel_id'])
    .where(isDue)
    .orderBy('started_at')
    .limit(maxResumed)
    .execute()
  let resumed = 0
  for (const deletion of due) if (await resumeDeletion(db, deletion, trace)) resumed++
  return resumed
}

/** Starts one deletion's jobs again, unless another replica just has. */
const resumeDeletion = (
  db: Db,
  { workspace_id, channel_id }: { workspace_id: string; channel_id: string },
  trace: Trace,
): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('deletions')
      .set({ started_at: sql`now()` })
      .where('workspace_id', '=', workspace_id)
      .where('channel_id', '=', channel_id)
      .where(isDue)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    const data = { id: channel_id, workspace_id }
    await insertEvents(
      tx,
      [{ event: channelDeleted, workspaceId: workspace_id, channelId: channel_id, rooms: [], data }],
      trace,
    )
    return true
  })
