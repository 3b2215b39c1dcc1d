import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { DB } from '../../schema.ts'
import { insertHandles } from './users.ts'

/** A workspace as the API shows it to one of its people. */
export type WorkspaceRow = Selectable<DB['workspaces']> &
  Pick<Selectable<DB['members']>, 'role'> & {
    deletes_at: string | null
  }

const maxOwnedWorkspaces = 20

const workspacesOf = (db: Db, userId: string) =>
  db
    .selectFrom('members as m')
    .innerJoin('workspaces as w', 'w.id', 'm.workspace_id')
    .leftJoin('workspace_deletions as d', 'd.workspace_id', 'w.id')
    .select(['w.id', 'w.name', 'w.company_name', 'm.role', 'w.created_at', 'w.updated_at', 'd.deletes_at'])
    .where('m.user_id', '=', userId)

/** All workspaces that the person is in, in the order they came to them. */
export async function listWorkspaces(db: Db, userId: string): Promise<WorkspaceRow[]> {
  return workspacesOf(db, userId).orderBy('m.joined_at').orderBy('m.workspace_id').execute()
}

/** @throws ServiceError 404 when the person is not in it */
export async function getWorkspace(db: Db, workspaceId: string, userId: string): Promise<WorkspaceRow> {
  return workspacesOf(db, userId).where('m.workspace_id', '=', workspaceId).executeTakeFirstOrThrow(noSuchWorkspace)
}

export const noSuchWorkspace = () => new ServiceError('not_found', 'No such workspace.')

/**
 * Creates a workspace with its owner, who is an agent from the start, its `general`, and its built-in twins.
 *
 * @returns its id
 */
export async function insertWorkspace(
  tx: Db,
  workspace: { ownerId: string; name: string; companyName: string | undefined },
  trace: Trace,
): Promise<string> {
  const { ownerId, name, companyName } = workspace
  const { id } = await tx
    .insertInto('workspaces')
    .values({ name, company_name: companyName ?? null })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.insertInto('members').values({ workspace_id: id, user_id: ownerId, role: 'owner', agent: true }).execute()
  await insertHandles(tx, ownerId, id)
  await sql`select channels.create_general(${id}, ${ownerId}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  await sql`select chat_engine.create_built_in_twins(${id})`.execute(tx)
  return id
}

/** Locks the person, so that two requests at once cannot both create the last workspace they may own. */
export async function lockRoomForWorkspace(tx: Db, userId: string): Promise<void> {
  await tx.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
  const { owned } = await tx
    .selectFrom('members')
    .select((of) => of.fn.countAll<number>().as('owned'))
    .where('user_id', '=', userId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow()
  if (owned >= maxOwnedWorkspaces)
    throw new ServiceError('conflict', `A person owns at most ${maxOwnedWorkspaces} workspaces.`)
}

/** Changes what is given and publishes it; `null` removes the company's name. Flush the outbox after it. */
export async function renameWorkspace(
  tx: Db,
  workspaceId: string,
  change: { name?: string | undefined; company_name?: string | null | undefined },
  trace: Trace,
): Promise<void> {
  await sql`select rename_workspace(${workspaceId}, ${JSON.stringify(change)}, ${JSON.stringify(trace)})`.execute(tx)
}
