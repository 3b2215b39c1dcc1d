import type { Availability } from '@parley/contracts/desk/availability'
import { RoutingSettings } from '@parley/contracts/desk/routing-settings'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'

/** A conversation that waits for anybody, or for a team, where it is not AI's turn. */
export interface Waiting {
  id: string
  teamId: string | null
}

/** What nobody has, as the indexes of it say: `c` is not put off. One that is ACTIVE without an agent waits, too. */
const isUnassigned = sql<SqlBool>`c.status <> 'CLOSED' and c.agent_id is null and c.snoozed_until is null`
const isAssignable = sql<SqlBool>`${isUnassigned} and c.assignable_at <= now()`
/** The team that `c` waits for; for anybody, that of none. */
const teamKey = sql`coalesce(c.team_id, '00000000-0000-0000-0000-000000000000')`

/** The workspaces whose conversations are assigned automatically, and have some that wait. */
export async function findRoutedWorkspaces(db: Db): Promise<{ workspaceId: string; routing: RoutingSettings }[]> {
  const rows = await db
    .selectFrom('desks as d')
    .select(['d.workspace_id as workspaceId', 'd.settings'])
    .where(sql<SqlBool>`d.settings #>> '{routing,mode}' in ('roundRobin', 'leastBusy')`)
    .where(({ exists, ref, selectFrom }) =>
      exists(
        selectFrom('conversations as c')
          .select('c.id')
          .where('c.workspace_id', '=', ref('d.workspace_id'))
          .where(isAssignable),
      ),
    )
    .execute()
  return rows.map(({ workspaceId, settings }) => ({
    workspaceId,
    routing: RoutingSettings.parse((settings as { routing?: unknown }).routing),
  }))
}

/** Among whom an agent is chosen, and how. */
interface Choice {
  among: string[]
  routing: RoutingSettings
}

/** Of these agents those who are available and have room: user_id, open, and last_assigned_at. */
const freeAgents = (workspaceId: string, { among, routing }: Choice) => sql`
  select p.user_id, load.open, a.last_assigned_at
  from unnest(${among}::uuid[]) given (user_id)
  join gateway.people p on p.workspace_id = ${workspaceId} and p.user_id = given.user_id and p.agent
  left join agents a on a.workspace_id = ${workspaceId} and a.user_id = p.user_id
  cross join lateral (
    select coalesce(sum(c.total), 0) as open from conversation_counts c
    where c.workspace_id = ${workspaceId} and c.agent_id = p.user_id and c.status in ('ACTIVE', 'WAITING')) load
  where coalesce(a.availability, 'online') = 'online' and load.open < coalesce(a.capacity, ${routing.capacity})`

/** Whether a free agent may have what waits for a team: those of the team, or anybody where it is gone. */
const mayTake = (workspaceId: string, teamId: RawBuilder<unknown>) => sql`
  (not exists (select from teams t where t.workspace_id = ${workspaceId} and t.id = ${teamId})
    or exists (select from team_members m
      where m.workspace_id = ${workspaceId} and m.team_id = ${teamId} and m.user_id = free.user_id))`

/** The conversations that nobody has, and one of these agents may be given, longest waiting first. */
export async function listWaiting(db: Db, workspaceId: string, choice: Choice, max: number): Promise<Waiting[]> {
  // Raw: the teams that something waits for are stepped through by index, from one to the next.
  const nextTeam = (among: RawBuilder<unknown>) => sql`
    select ${teamKey} from conversations c
    where c.workspace_id = ${workspaceId} and ${isUnassigned} and ${among} order by ${teamKey} limit 1`
  const { rows } = await sql<Waiting>`
    with recursive free as materialized (${freeAgents(workspaceId, choice)}), waited (team) as (
      (${nextTeam(sql`true`)})
      union all
      select (${nextTeam(sql`${teamKey} > waited.team`)}) from waited where waited.team is not null
    )
    select c.id, c.team_id as "teamId" from waited cross join lateral (
      select c.id, c.team_id, c.assignable_at from conversations c
      where c.workspace_id = ${workspaceId} and ${isAssignable} and ${teamKey} = waited.team
      order by c.assignable_at, c.id limit ${max}) c
    where exists (select from free where ${mayTake(workspaceId, sql`waited.team`)})
    order by c.assignable_at, c.id limit ${max}`.execute(db)
  return rows
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
  { teamId, ...choice }: Choice & { teamId: string | null },
): Promise<string | undefined> {
  // Raw: unnesting, and an order that depends.
  const { rows } = await sql<{ id: string }>`
    select free.user_id as id from (${freeAgents(workspaceId, choice)}) free
    where ${mayTake(workspaceId, sql`${teamId}`)}
    order by case when ${choice.routing.mode} = 'leastBusy' then free.open end,
      free.last_assigned_at nulls first, free.user_id
    limit 1`.execute(tx)
  return rows[0]?.id
}

/** Whether an agent is neither away nor busy. */
export async function isAvailable(db: Db, workspaceId: string, userId: string): Promise<boolean> {
  const agent = await db
    .selectFrom('agents')
    .select('availability')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return (agent?.availability ?? 'online') === 'online'
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

/** Sets how many open conversations an agent has before none is given to them; null for as many as the workspace says. */
export async function setCapacity(tx: Db, workspaceId: string, userId: string, capacity: number | null): Promise<void> {
  await insertAgent(tx, workspaceId, userId)
  await tx
    .updateTable('agents')
    .set({ capacity })
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
