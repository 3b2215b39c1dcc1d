import { scheduledLimits } from '@parley/contracts/messages/scheduled-message'
import { expressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'

const eb = expressionBuilder<DB, 'scheduled_messages'>()

/** Rows that one statement deletes. */
const maxDeleted = 500

/** Deletes up to 500 messages that were sent, or have failed, long enough ago; returns how many. */
export async function deleteSomeDone(db: Db): Promise<number> {
  const { sentKeptDays, failedKeptDays } = scheduledLimits
  return (await deleteSomeWith(db, 'sent', sentKeptDays)) + (await deleteSomeWith(db, 'failed', failedKeptDays))
}

/** They are found without a lock, and deleted by workspace. */
async function deleteSomeWith(db: Db, status: 'sent' | 'failed', days: number): Promise<number> {
  const isOver = eb.and([
    eb('scheduled_messages.status', '=', sql.lit(status)),
    eb('scheduled_messages.done_at', '<', sql<string>`now() - make_interval(days => ${days}::int)`),
  ])
  const found = await db
    .selectFrom((from) =>
      from
        .selectFrom('scheduled_messages')
        .select(['workspace_id', 'id'])
        .where(isOver)
        .orderBy('done_at')
        .limit(sql.lit(maxDeleted))
        .as('over'),
    )
    .select(({ fn }) => ['workspace_id', fn.agg<string[]>('array_agg', ['id']).as('ids')])
    .groupBy('workspace_id')
    .execute()
  let deleted = 0
  for (const { workspace_id: workspaceId, ids } of found) {
    const { numDeletedRows } = await db
      .deleteFrom('scheduled_messages')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('scheduled_messages')
          .select('scheduled_messages.id')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', sql<string>`any(${ids}::uuid[])`)
          .where(isOver)
          .forUpdate()
          .skipLocked(),
      )
      .executeTakeFirst()
    deleted += Number(numDeletedRows)
  }
  return deleted
}
