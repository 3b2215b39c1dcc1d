import type { ChatRequest } from '../chat/request.ts'
import type { Db } from '../context.ts'
import type { NewRun } from '../runs/run.ts'

/**
 * Since when people of a platform read what is answered there; null where they do not. Where several platforms do, since the
 * last of them does.
 */
export async function findOutwardSince(
  db: Db,
  { workspaceId, destination }: Pick<NewRun, 'workspaceId' | 'destination'>,
): Promise<string | null> {
  if (!('channelId' in destination)) return null
  const { since } = await db
    .selectFrom('integrations.outward_channels')
    .select(({ fn }) => fn.max('since').as('since'))
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', destination.channelId)
    .executeTakeFirstOrThrow()
  return since
}

/**
 * Whether more people read what is answered there than when its question was asked, or than when the run began, which has
 * read for those alone.
 */
export async function becameOutward(
  db: Db,
  run: Pick<NewRun<ChatRequest>, 'workspaceId' | 'destination' | 'request'>,
): Promise<boolean> {
  const since = await findOutwardSince(db, run)
  const { outwardSince: before = null, askedAt } = run.request
  return since !== null && (before === null || since > before || (askedAt !== undefined && since > askedAt))
}
