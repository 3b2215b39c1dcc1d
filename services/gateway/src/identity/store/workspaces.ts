import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db.ts'
import { insertHandles } from './users.ts'

/** A workspace as the API shows it to one of its people. */
export interface WorkspaceRow {
  id: string
  name: string
  company_name: string | null
  role: WorkspaceRole
  created_at: string
  updated_at: string
}

const maxOwnedWorkspaces = 20

const selectWorkspaces = (userId: string, where: RawBuilder<unknown>) => sql<WorkspaceRow>`
  select workspaces.id, workspaces.name, workspaces.company_name, members.role, workspaces.created_at, workspaces.updated_at
  from members join workspaces on workspaces.id = members.workspace_id
  where members.user_id = ${userId} and ${where} order by members.joined_at, workspaces.id`

/** All workspaces that the person is in, in the order they came to them. */
export async function listWorkspaces(db: Db, userId: string): Promise<WorkspaceRow[]> {
  return (await selectWorkspaces(userId, sql`true`).execute(db)).rows
}

/** @throws ServiceError 404 when the person is not in it */
export async function getWorkspace(db: Db, workspaceId: string, userId: string): Promise<WorkspaceRow> {
  const { rows } = await selectWorkspaces(userId, sql`workspaces.id = ${workspaceId}`).execute(db)
  if (!rows[0]) throw noSuchWorkspace()
  return rows[0]
}

export const noSuchWorkspace = () => new ServiceError('not_found', 'No such workspace.')

/**
 * Founds a workspace with its owner, who is an agent from the start, and its `general`.
 *
 * @returns its id
 */
export async function foundWorkspace(
  tx: Db,
  workspace: { ownerId: string; name: string; companyName: string | undefined },
  trace: Trace,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with founded as (
      insert into workspaces (name, company_name) values (${workspace.name}, ${workspace.companyName ?? null})
      returning id)
    insert into members (workspace_id, user_id, role, agent)
    select id, ${workspace.ownerId}, 'owner', true from founded returning workspace_id as id`.execute(tx)
  const { id } = rows[0]!
  await insertHandles(tx, workspace.ownerId, id)
  await sql`select channels.found_general(${id}, ${workspace.ownerId}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  return id
}

/** Locks the person, so that two requests at once cannot both found the last workspace they may own. */
export async function lockRoomForWorkspace(tx: Db, userId: string): Promise<void> {
  await sql`select 1 from users where id = ${userId} for no key update`.execute(tx)
  const { rows } = await sql<{ owned: number }>`
    select count(*) as owned from members where user_id = ${userId} and role = 'owner'`.execute(tx)
  if (rows[0]!.owned >= maxOwnedWorkspaces)
    throw new ServiceError('conflict', `A person owns at most ${maxOwnedWorkspaces} workspaces.`)
}

/** Changes what is given; `null` removes the company's name. */
export async function updateWorkspace(
  db: Db,
  workspaceId: string,
  change: { name?: string | undefined; company_name?: string | null | undefined },
): Promise<void> {
  if (change.name === undefined && change.company_name === undefined) return
  await sql`
    update workspaces set name = coalesce(${change.name ?? null}::text, name),
      company_name = case when ${change.company_name !== undefined} then ${change.company_name ?? null}::text
        else company_name end,
      updated_at = now()
    where id = ${workspaceId}`.execute(db)
}
