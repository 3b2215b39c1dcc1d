import type { Team } from '@parley/contracts/desk/teams'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Teams, each with those of its members who are agents. */
const teamsOf = (db: Db, workspaceId: string) =>
  db
    .selectFrom('teams as t')
    .select(({ fn, selectFrom, lit }) => [
      't.id',
      't.name',
      selectFrom('team_members as m')
        .innerJoin('gateway.people as p', (join) =>
          join.onRef('p.workspace_id', '=', 'm.workspace_id').onRef('p.user_id', '=', 'm.user_id'),
        )
        .select(fn.coalesce(sql<string[]>`array_agg(m.user_id order by m.user_id)`, sql<string[]>`'{}'`).as('ids'))
        .whereRef('m.workspace_id', '=', 't.workspace_id')
        .whereRef('m.team_id', '=', 't.id')
        .where('p.agent', '=', lit(true))
        .$asScalar()
        .$notNull()
        .as('memberIds'),
      't.created_at as createdAt',
      't.updated_at as updatedAt',
    ])
    .where('t.workspace_id', '=', workspaceId)

/** A workspace's teams, by name. */
export async function listTeams(db: Db, workspaceId: string): Promise<Team[]> {
  return teamsOf(db, workspaceId).orderBy('t.name').orderBy('t.id').execute()
}

export async function findTeam(db: Db, workspaceId: string, id: string): Promise<Team | undefined> {
  return teamsOf(db, workspaceId).where('t.id', '=', id).executeTakeFirst()
}

/** Those of these ids that are a team's, which is not removed before the transaction ends. */
export async function listTeamIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('teams')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .forKeyShare()
    .execute()
  return rows.map(({ id }) => id)
}

/** Whether all of these people are agents of the workspace. */
export async function areAgents(db: Db, workspaceId: string, userIds: string[]): Promise<boolean> {
  if (userIds.length === 0) return true
  const { count } = await db
    .selectFrom('gateway.people')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('user_id', 'in', userIds)
    .where('agent', '=', true)
    .executeTakeFirstOrThrow()
  return count === userIds.length
}

/** Adds a team without members; its id. */
export async function insertTeam(tx: Db, workspaceId: string, name: string): Promise<string> {
  const { id } = await tx
    .insertInto('teams')
    .values({ workspace_id: workspaceId, name })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Notes that a team has changed, and its name if one is given. */
export async function updateTeam(tx: Db, workspaceId: string, id: string, name: string | undefined): Promise<void> {
  await tx
    .updateTable('teams')
    .set({ name, updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Makes these people a team's members, and nobody else. */
export async function setTeamMembers(tx: Db, workspaceId: string, teamId: string, userIds: string[]): Promise<void> {
  await tx.deleteFrom('team_members').where('workspace_id', '=', workspaceId).where('team_id', '=', teamId).execute()
  if (userIds.length === 0) return
  await tx
    .insertInto('team_members')
    .values(userIds.map((userId) => ({ workspace_id: workspaceId, team_id: teamId, user_id: userId })))
    .execute()
}

/** Removes a team and returns its name; undefined where there is none. */
export const deleteTeam = (db: Db, workspaceId: string, id: string) =>
  db
    .deleteFrom('teams')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
