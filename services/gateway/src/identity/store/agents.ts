import type { Availability } from '@parley/contracts/desk/availability'
import type { Db } from '../../db.ts'

/** Someone who answers the support desk, or did, and how visitors have rated them. */
export interface AgentRow {
  id: string
  name: string
  email: string
  avatarUrl: string | null
  ratingSum: number | null
  ratingCount: number | null
  availability: Availability | null
  capacity: number | null
}

const agentsOf = (db: Db, workspaceId: string) =>
  db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .leftJoin('support_desk.agent_ratings as r', (join) =>
      join.onRef('r.workspace_id', '=', 'm.workspace_id').onRef('r.user_id', '=', 'm.user_id'),
    )
    .select(['u.id', 'u.name', 'u.email', 'u.avatar_url as avatarUrl'])
    .select(['r.rating_sum as ratingSum', 'r.rating_count as ratingCount', 'r.availability', 'r.capacity'])
    .where('m.workspace_id', '=', workspaceId)

/** The agents of a workspace, or those who were deactivated, by name. */
export async function listAgents(
  db: Db,
  workspaceId: string,
  status: 'active' | 'inactive',
  limit: number,
): Promise<AgentRow[]> {
  return agentsOf(db, workspaceId)
    .$if(status === 'active', (query) => query.where('m.agent', '=', true))
    .$if(status === 'inactive', (query) => query.where('m.agent_ended_at', 'is not', null))
    .orderBy('u.name')
    .orderBy('u.id')
    .limit(limit)
    .execute()
}

/** An agent, or somebody who was deactivated. */
export async function findAgent(db: Db, workspaceId: string, userId: string): Promise<AgentRow | undefined> {
  return agentsOf(db, workspaceId)
    .where('m.user_id', '=', userId)
    .where(({ or, eb }) => or([eb('m.agent', '=', true), eb('m.agent_ended_at', 'is not', null)]))
    .executeTakeFirst()
}
