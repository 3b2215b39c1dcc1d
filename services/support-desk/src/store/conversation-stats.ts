import type { ConversationStatus } from '@parley/contracts/desk/conversation'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** How many conversations there are in each status. */
export interface StatusCounts {
  active: number
  waiting: number
  closed: number
}

/** Whose conversations are that nobody has. */
const nobody = '00000000-0000-0000-0000-000000000000'

const countOf = (status: ConversationStatus) =>
  sql<number>`coalesce(sum(c.total) filter (where c.status = ${sql.lit(status)}), 0)::int`

const countsOf = (db: Db, workspaceId: string) =>
  db
    .selectFrom('conversation_counts as c')
    .select([countOf('ACTIVE').as('active'), countOf('WAITING').as('waiting'), countOf('CLOSED').as('closed')])
    .where('c.workspace_id', '=', workspaceId)

/** How many conversations there are, or how many an agent has; null: nobody. */
export async function readStatusCounts(db: Db, workspaceId: string, agentId?: string | null): Promise<StatusCounts> {
  return countsOf(db, workspaceId)
    .$if(agentId !== undefined, (query) => query.where('c.agent_id', '=', agentId ?? nobody))
    .executeTakeFirstOrThrow()
}

/** How many conversations each person of the workspace has who is an agent or has had some, by name. */
export async function listAgentStats(db: Db, workspaceId: string) {
  return db
    .selectFrom('gateway.people as p')
    .leftJoin(
      countsOf(db, workspaceId)
        .select(['c.agent_id', sql<number>`sum(c.unread)::int`.as('unread')])
        .groupBy('c.agent_id')
        .as('s'),
      's.agent_id',
      'p.user_id',
    )
    .select(({ fn, lit, ref }) => [
      'p.user_id as agentId',
      'p.display_name as name',
      fn.coalesce(ref('s.active'), lit(0)).as('active'),
      fn.coalesce(ref('s.waiting'), lit(0)).as('waiting'),
      fn.coalesce(ref('s.closed'), lit(0)).as('closed'),
      fn.coalesce(ref('s.unread'), lit(0)).as('unread'),
    ])
    .where('p.workspace_id', '=', workspaceId)
    .where(({ or, eb }) => or([eb('p.agent', '=', true), eb('s.agent_id', 'is not', null)]))
    .orderBy('p.display_name')
    .orderBy('p.user_id')
    .execute()
}
