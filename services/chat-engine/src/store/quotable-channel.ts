import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Reader } from './runs.ts'

/**
 * A channel that may be quoted to whoever reads an answer: one that the person who asks can read, and where the answer goes
 * to a channel, that everyone can read who can read that.
 *
 * @param destination the channel that the answer goes to; null for the person alone
 * @param name of the channel, in any case; null for the destination itself
 */
export const findQuotableChannel = (
  db: Db,
  { workspaceId, userId }: Reader,
  destination: string | null,
  name: string | null,
): Promise<{ id: string; name: string } | undefined> =>
  db
    .selectFrom('channels.access as a')
    .select(['a.channel_id as id', 'a.name'])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.user_id', '=', userId)
    .where((of) =>
      name === null
        ? of('a.channel_id', '=', destination)
        : of.and([of('a.channel_type', '<>', 'dm'), of(sql<string>`lower(a.name)`, '=', name.toLowerCase())]),
    )
    .$if(destination !== null, (query) =>
      query.where((of) =>
        of.fn<boolean>('channels.readers_can_read', ['a.workspace_id', of.val(destination), 'a.channel_id']),
      ),
    )
    .limit(1)
    .executeTakeFirst()
