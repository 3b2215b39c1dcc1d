import type { Language } from '@parley/contracts/fields'
import type { Db } from '../db.ts'
import { withDefaults } from '../identity/domain/preferences.ts'
import { isQuiet } from '../identity/domain/quiet-hours.ts'

/** Agents of one workspace who are looked at for one conversation. */
const maxAgents = 1_000

/** A workspace's agents, or the one who is named, who are notified in some browser and want to be right now. */
export async function findAgentsToNotify(
  db: Db,
  workspaceId: string,
  agentId: string | undefined,
  at: Date,
): Promise<{ userId: string; language: Language }[]> {
  const rows = await db
    .selectFrom('members as m')
    .leftJoin('user_preferences as p', 'p.user_id', 'm.user_id')
    .select(['m.user_id', 'p.preferences'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.agent', '=', true)
    .where('m.user_id', 'in', ({ selectFrom }) => selectFrom('push_subscriptions').select('user_id'))
    .$if(agentId !== undefined, (query) => query.where('m.user_id', '=', agentId!))
    .limit(maxAgents)
    .execute()
  return rows.flatMap(({ user_id: userId, preferences }) => {
    const { quiet_hours, time_zone, language } = withDefaults((preferences ?? {}) as Record<string, unknown>, {})
    return isQuiet(quiet_hours, time_zone, at) ? [] : [{ userId, language: language ?? 'en' }]
  })
}
