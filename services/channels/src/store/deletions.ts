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

/** Deletions that one step resumes. */
const maxResumed = 100

/**
 * Starts the jobs that remove deleted channels again, where they have not come to their end: a minute after they were
 * last started, then at growing intervals of up to an hour. No socket receives it.
 *
 * @returns how many
 */
export async function resumeDeletions(db: Db, trace: Trace): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const resumed = await tx
      .with('due', (cte) =>
        cte
          .selectFrom('deletions')
          .select(['workspace_id', 'channel_id'])
          .where('started_at', '<', sql<string>`now() - interval '1 minute'`)
          .where(sql<boolean>`started_at + least(started_at - deleted_at, interval '1 hour') < now()`)
          .orderBy('started_at')
          .limit(maxResumed)
          .forUpdate()
          .skipLocked(),
      )
      .updateTable('deletions as d')
      .from('due')
      .set({ started_at: sql`now()` })
      .whereRef('d.workspace_id', '=', 'due.workspace_id')
      .whereRef('d.channel_id', '=', 'due.channel_id')
      .returning(['d.workspace_id', 'd.channel_id'])
      .execute()
    await insertEvents(
      tx,
      resumed.map(({ workspace_id, channel_id }) => ({
        event: channelDeleted,
        workspaceId: workspace_id,
        channelId: channel_id,
        rooms: [],
        data: { id: channel_id, workspace_id },
      })),
      trace,
    )
    return resumed.length
  })
}
