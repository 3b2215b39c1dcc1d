import { randomUUID } from 'node:crypto'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Caller } from '@parley/kit/assertion'
import { handlesOf } from '@parley/text/handle-fold'
import type { TestDatabase } from './database.ts'

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
  const [workspace] = await database.query<{ id: string }>(
    `insert into gateway.workspaces (name) values ('Acme') returning id`,
  )
  const workspaceId = workspace!.id
  let general: string | undefined
  const callers: Partial<Record<Name, Caller>> = {}
  for (const [name, role] of Object.entries(roles) as [Name, WorkspaceRole][]) {
    const isFirst = general === undefined
    const userId = await (isFirst ? insertPerson : insertMember)(database, workspaceId, name, role)
    callers[name] = {
      userId,
      workspaceId,
      credentialId: randomUUID(),
      kind: 'user',
      credential: 'session',
      role,
      isAgent: false,
      scopes: null,
    }
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

const trace = JSON.stringify({ requestId: randomUUID(), traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` })

/** Writes another person of a workspace into the database, who cannot sign in; their id. */
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

async function insertPerson(database: TestDatabase, workspaceId: string, name: string, role: WorkspaceRole) {
  const email = `${name.toLowerCase()}-${randomUUID()}@parley.test`
  const [user] = await database.query<{ id: string }>(
    `with person as (
       insert into gateway.users (email, email_verified_at, name, password_hash, handles)
       values ($1, now(), $2, 'cannot sign in', $3) returning id),
     member as (
       insert into gateway.members (workspace_id, user_id, role, agent) select $4, id, $5, $5 = 'owner' from person)
     insert into gateway.member_handles (workspace_id, user_id, handle)
     select $4, id, unnest($3::text[]) from person returning user_id as id`,
    [email, name, handlesOf({ name, email }), workspaceId, role],
  )
  return user!.id
}
