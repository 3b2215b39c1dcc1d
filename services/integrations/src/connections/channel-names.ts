import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { RemoteChannelRow } from './remote-channels.ts'

/** What those of some channels are called here that somebody can read, by id. */
export async function namesOf(
  db: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  channels: readonly RemoteChannelRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = channels.filter(({ isMade, isSelected }) => isMade || isSelected).map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('channels.access')
    .select(['channel_id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('channel_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(({ channel_id, name }) => [channel_id, name]))
}
