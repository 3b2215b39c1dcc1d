import { randomUUID } from 'node:crypto'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Caller } from '@parley/kit/assertion'
import type { TestDatabase } from './database.ts'
import { insertPerson, insertWorkspace } from './rows/gateway.ts'
import { trace } from './rows/trace.ts'

/** A workspace that was written by SQL, and its people as callers. */
export type SeededWorkspace<Name extends string> = Record<Name, Caller> & {
  workspaceId: string
  /** Its public channel `general`, which all but guests are in. */
  general: string
}

/**
 * Writes a workspace and its people straight into the database, for tests of a service without the gateway:
 * `seedWorkspace(database, { ada: 'owner', bob: 'member' })`. The first of them creates `general`; the
 * built-in twins are there, too.
 */
export async function seedWorkspace<Name extends string>(
  database: TestDatabase,
  roles: Record<Name, WorkspaceRole>,
): Promise<SeededWorkspace<Name>> {
  const workspaceId = await insertWorkspace(database, 'Acme')
  let general: string | undefined
  const callers: Partial<Record<Name, Caller>> = {}
  for (const [name, role] of Object.entries(roles) as [Name, WorkspaceRole][]) {
    const isFirst = general === undefined
    const userId = await (isFirst ? insertPerson : insertMember)(database, workspaceId, name, role)
    callers[name] = callerOf(workspaceId, userId, role)
    if (isFirst) {
      const [created] = await database.query<{ id: string }>('select channels.create_general($1, $2, $3) as id', [
        workspaceId,
        userId,
        trace,
      ])
      general = created!.id
      await database.query('select chat_engine.create_built_in_twins($1)', [workspaceId])
    }
  }
  return { ...(callers as Record<Name, Caller>), workspaceId, general: general! }
}

/** Writes another person of a workspace, who cannot sign in, and brings them into `general`; their id. */
export async function insertMember(
  database: TestDatabase,
  workspaceId: string,
  name: string,
  role: WorkspaceRole,
): Promise<string> {
  const userId = await insertPerson(database, workspaceId, name, role)
  await database.query(`select channels.enter_workspace($1, $2, $3, '{}', $4)`, [workspaceId, userId, role, trace])
  return userId
}

/** The same, as a caller. */
export const newMember = async (
  database: TestDatabase,
  workspaceId: string,
  name: string,
  role: WorkspaceRole = 'member',
): Promise<Caller> => callerOf(workspaceId, await insertMember(database, workspaceId, name, role), role)

const callerOf = (workspaceId: string, userId: string, role: WorkspaceRole): Caller => ({
  userId,
  workspaceId,
  credentialId: randomUUID(),
  kind: 'user',
  credential: 'session',
  role,
  isAgent: false,
  scopes: null,
})
