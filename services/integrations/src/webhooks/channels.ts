import type { Db } from '../context.ts'

interface Reader {
  workspaceId: string
  userId: string
}

/** Those of some channels that somebody can read, by id. */
export async function findReadable(
  db: Db,
  { workspaceId, userId }: Reader,
  channelIds: readonly string[],
): Promise<ReadonlyMap<string, { isDirect: boolean }>> {
  if (channelIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('channels.access')
    .select(['channel_id as id', 'channel_type as type'])
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('channel_id', 'in', channelIds)
    .execute()
  return new Map(rows.map(({ id, type }) => [id, { isDirect: type === 'dm' }]))
}

/** Those of some channels that are private, and of which somebody is no member. */
export async function findHidden(db: Db, reader: Reader, channelIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (channelIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('channels.states')
    .select('channel_id as id')
    .where('workspace_id', '=', reader.workspaceId)
    .where('channel_id', 'in', channelIds)
    .where('is_private', '=', true)
    .execute()
  const ids = rows.map(({ id }) => id)
  const readable = await findReadable(db, reader, ids)
  return new Set(ids.filter((id) => !readable.has(id)))
}

/** Whether somebody is a member of all the private channels among these. */
export const readsAll = async (db: Db, reader: Reader, channelIds: readonly string[]): Promise<boolean> =>
  (await findHidden(db, reader, channelIds)).size === 0
