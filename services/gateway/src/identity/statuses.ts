import { createPresenceReader } from '@parley/kit/presence'
import type { GatewayContext } from '../context.ts'

/**
 * The status of each of these people, `''` for offline; undefined while it cannot be known, which is no reason to answer
 * nothing.
 */
export async function findStatuses(
  { redis, config, log }: Pick<GatewayContext, 'redis' | 'config' | 'log'>,
  workspaceId: string,
  userIds: string[],
): Promise<string[] | undefined> {
  const statusesOf = createPresenceReader(redis, config.REDIS_PREFIX)
  try {
    return await statusesOf(userIds.map((userId) => ({ workspaceId, userId })))
  } catch (error) {
    log.debug({ err: error }, 'presence could not be read')
    return undefined
  }
}
