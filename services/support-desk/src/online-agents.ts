import { maxAgents } from '@parley/contracts/desk/agents'
import { createPresenceReader } from '@parley/kit/presence'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { LRUCache } from 'lru-cache'
import type { DB } from './schema.ts'

const cachedMs = 5_000

/** Which agents of a workspace are connected; nobody, while that cannot be known. */
export function createOnlineAgents({
  db,
  redis,
  config,
  log,
}: Pick<ServiceRuntime<DB>, 'db' | 'redis' | 'config' | 'log'>) {
  const statusesOf = createPresenceReader(redis, config.REDIS_PREFIX)
  const counts = new LRUCache<string, number>({
    max: 1_000,
    ttl: cachedMs,
    fetchMethod: async (workspaceId) => (await list(workspaceId)).length,
  })

  async function list(workspaceId: string): Promise<string[]> {
    const agents = await db
      .selectFrom('gateway.people')
      .select(['workspace_id as workspaceId', 'user_id as userId'])
      .where('workspace_id', '=', workspaceId)
      .where('agent', '=', true)
      .limit(maxAgents)
      .execute()
    return onlineOf(agents)
  }

  async function onlineOf(agents: { workspaceId: string; userId: string }[]): Promise<string[]> {
    try {
      const statuses = await statusesOf(agents)
      return agents.filter((_, index) => statuses[index] !== '').map(({ userId }) => userId)
    } catch (error) {
      log.debug({ err: error }, 'presence could not be read')
      return []
    }
  }

  return {
    list,
    /** Whether one agent is. */
    has: async (workspaceId: string, userId: string): Promise<boolean> =>
      (await onlineOf([{ workspaceId, userId }])).length > 0,
    /** How many there are, as of a few seconds ago. */
    count: async (workspaceId: string): Promise<number> => (await counts.fetch(workspaceId)) ?? 0,
  }
}

export type OnlineAgents = ReturnType<typeof createOnlineAgents>
