import { ServiceError } from '@parley/kit/errors'
import type { Db } from '../context.ts'
import type { NewRun } from '../runs/run.ts'

/**
 * Whoever asks in a channel is a member of it: they were made one with their question, where they were none.
 *
 * @throws ServiceError 404, 403 or 409 where nothing may be answered to them there any more
 */
export async function requirePlace(
  db: Db,
  { workspaceId, userId, destination }: Pick<NewRun, 'workspaceId' | 'userId' | 'destination'>,
): Promise<void> {
  if (!('channelId' in destination)) return
  const access = await db
    .selectFrom('channels.access')
    .select(['is_member', 'is_archived'])
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('channel_id', '=', destination.channelId)
    .executeTakeFirst()
  if (!access) throw new ServiceError('not_found', 'No such channel.')
  if (!access.is_member) throw new ServiceError('forbidden', 'Whoever asked is not in the channel any more.')
  if (access.is_archived) throw new ServiceError('conflict', 'The channel is archived.')
}
