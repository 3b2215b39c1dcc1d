import { maxAgents } from '@parley/contracts/desk/agents'
import { createPresenceReader } from '@parley/kit/presence'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { LRUCache } from 'lru-cache'
import type { DB } from './schema.ts'

const cachedMs = 5_000

/** How many agents of a workspace are connected, as of a few seconds ago; nobody, while that cannot be known. */
export function createOnlineAgents({
  db,
  redis,
  config,
  log,
}: Pick<ServiceRuntime<DB>, 'db' | 'redis' | 'config' | 'log'>) {
  const statusesOf = createPresenceReader(redis, config.REDIS_PREFIX)
  const counts = new LRUCache<string, number>({ max: 1_000, ttl: cachedMs, fetchMethod: count })

  async function count(workspaceId: string): Promise<number> {
    const agents = await db
      .selectFrom('gateway.people')
      .select(['workspace_id as workspaceId', 'user_id as userId'])
      .where('workspace_id', '=', workspaceId)
      .where('agent', '=', true)
      .limit(maxAgents)
      .execute()
    try {
      return (await statusesOf(agents)).filter((status) => status !== '').length
    } catch (error) {
      log.debug({ err: error }, 'presence could not be read')
      return 0
    }
  }

  return { count: async (workspaceId: string): Promise<number> => (await counts.fetch(workspaceId)) ?? 0 }
}

export type OnlineAgents = ReturnType<typeof createOnlineAgents>
