import type { Availability } from '@parley/contracts/desk/availability'
import { RoutingSettings } from '@parley/contracts/desk/routing-settings'
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'

/** A conversation that waits for anybody, or for a team, where it is not AI's turn. */
export interface Waiting {
  id: string
  teamId: string | null
}

const waitingOf = (db: Db) =>
  db
    .selectFrom('conversations as c')
    .where('c.status', '=', 'WAITING')
    .where('c.agent_id', 'is', null)
    .where('c.snoozed_until', 'is', null)
    .where('c.assignable_at', '<=', sql<string>`now()`)

/** The workspaces whose conversations are assigned automatically, and have some that wait. */
export async function findRoutedWorkspaces(db: Db): Promise<{ workspaceId: string; routing: RoutingSettings }[]> {
  const rows = await db
    .selectFrom('desks as d')
    .select(['d.workspace_id as workspaceId', 'd.settings'])
    .where(sql<SqlBool>`d.settings #>> '{routing,mode}' in ('roundRobin', 'leastBusy')`)
    .where(({ exists, ref }) =>
      exists(waitingOf(db).select('c.id').where('c.workspace_id', '=', ref('d.workspace_id'))),
    )
    .execute()
  return rows.map(({ workspaceId, settings }) => ({
    workspaceId,
    routing: RoutingSettings.parse((settings as { routing?: unknown }).routing),
  }))
}

/** The conversations that nobody has, longest waiting first. */
export async function listWaiting(db: Db, workspaceId: string, max: number): Promise<Waiting[]> {
  return waitingOf(db)
    .select(['c.id', 'c.team_id as teamId'])
    .where('c.workspace_id', '=', workspaceId)
    .orderBy('c.assignable_at')
    .orderBy('c.id')
    .limit(max)
    .execute()
}

/** Has the transaction be the only one that assigns automatically in a workspace; false where another one does. */
export async function lockRouting(tx: Db, workspaceId: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`routing:${workspaceId}`}, 0)) as locked`.execute(tx)
  return rows[0]!.locked
}

/** Of these agents the one whose turn it is; undefined where none has room for a conversation of this team, or of none. */
export async function findFreeAgent(
  tx: Db,
  workspaceId: string,
  { among, teamId, routing }: { among: string[]; teamId: string | null; routing: RoutingSettings },
): Promise<string | undefined> {
  // Raw: unnesting, and an order that depends.
  const { rows } = await sql<{ id: string }>`
    select p.user_id as id
    from unnest(${among}::uuid[]) given (user_id)
    join gateway.people p on p.workspace_id = ${workspaceId} and p.user_id = given.user_id and p.agent
    left join agents a on a.workspace_id = ${workspaceId} and a.user_id = p.user_id
    cross join lateral (
      select coalesce(sum(c.total), 0) as open from conversation_counts c
      where c.workspace_id = ${workspaceId} and c.agent_id = p.user_id and c.status in ('ACTIVE', 'WAITING')) load
    where coalesce(a.availability, 'online') = 'online' and load.open < ${routing.capacity}
      and (not exists (select from teams t where t.workspace_id = ${workspaceId} and t.id = ${teamId})
        or exists (select from team_members m
          where m.workspace_id = ${workspaceId} and m.team_id = ${teamId} and m.user_id = p.user_id))
    order by case when ${routing.mode} = 'leastBusy' then load.open end, a.last_assigned_at nulls first, p.user_id
    limit 1`.execute(tx)
  return rows[0]?.id
}

/** Notes that an agent was given a conversation. */
export async function noteAssigned(tx: Db, workspaceId: string, userId: string): Promise<void> {
  await insertAgent(tx, workspaceId, userId)
  await tx
    .updateTable('agents')
    .set({ last_assigned_at: sql`clock_timestamp()` })
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .execute()
}

export async function setAvailability(
  tx: Db,
  workspaceId: string,
  userId: string,
  availability: Availability,
): Promise<void> {
  await insertAgent(tx, workspaceId, userId)
  await tx
    .updateTable('agents')
    .set({ availability })
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .execute()
}

const insertAgent = (tx: Db, workspaceId: string, userId: string) =>
  tx
    .insertInto('agents')
    .values({ workspace_id: workspaceId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
