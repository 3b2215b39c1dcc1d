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
      query.where(({ exists, not, selectFrom }) =>
        not(
          exists(
            // A reader of the answer who is not in it, where they would have to be: members read what is public.
            selectFrom('channels.access as r')
              .leftJoin('channels.memberships as m', (join) =>
                join
                  .onRef('m.workspace_id', '=', 'r.workspace_id')
                  .onRef('m.user_id', '=', 'r.user_id')
                  .onRef('m.channel_id', '=', 'a.channel_id'),
              )
              .select('r.user_id')
              .where('r.workspace_id', '=', workspaceId)
              .where('r.channel_id', '=', destination)
              .where(({ or, eb }) => or([eb('a.is_private', '=', true), eb('r.workspace_role', '=', 'guest')]))
              .where('m.user_id', 'is', null),
          ),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst()
