import { maxQueuePosition } from '@parley/contracts/desk/conversation'
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'

/** How many conversations wait for longer than this one, as far as they are counted; null where it does not wait. */
export async function readQueuePosition(
  db: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<number | null> {
  const found = await db
    .selectFrom('conversations as own')
    .select(({ selectFrom }) =>
      selectFrom((eb) =>
        eb
          .selectFrom('conversations as c')
          .select('c.id')
          .where('c.workspace_id', '=', workspaceId)
          .where('c.status', '=', 'WAITING')
          .where('c.snoozed_until', 'is', null)
          .where(sql<SqlBool>`(c.queued_at, c.id) < (own.queued_at, own.id)`)
          .limit(maxQueuePosition)
          .as('ahead'),
      )
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('ahead'),
    )
    .where('own.workspace_id', '=', workspaceId)
    .where('own.id', '=', id)
    .where('own.status', '=', 'WAITING')
    .executeTakeFirst()
  return found?.ahead ?? null
}
