import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import { tokenLifetimeSeconds } from '../credentials.ts'

/** More than this many open sessions of one person in one workspace, and the one unused for longest ends. */
const maxOpenSessions = 100

/** A new session with all that signing in answers. */
export interface OpenedSession {
  id: string
  expiresAt: string
  /** Older sessions that ended because there were too many. */
  endedIds: string[]
  user: { id: string; email: string; name: string; avatarUrl: string | null; agent: boolean }
  workspace: { id: string; name: string; role: WorkspaceRole }
}

/** Opens a session for a member and clears away what is dead of theirs; undefined for whoever is not in the workspace. */
export async function openSession(
  tx: Db,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): Promise<OpenedSession | undefined> {
  const { rows } = await sql<OpenedSession>`
    with member as (
      select * from members where workspace_id = ${workspaceId} and user_id = ${userId} for key share),
    opened as (
      insert into sessions (workspace_id, user_id, expires_at)
      select workspace_id, user_id, now() + make_interval(secs => ${tokenLifetimeSeconds}) from member
      returning id, expires_at),
    old as (
      select id, revoked_at is not null or expires_at < now() as is_dead,
        row_number() over (order by revoked_at is not null or expires_at < now(), last_used_at desc, id desc) as place
      from sessions where user_id = ${userId} and workspace_id = ${workspaceId}),
    cleared as (
      delete from sessions where id = any(array(
        select sessions.id from sessions join old on old.id = sessions.id and (is_dead or place >= ${maxOpenSessions})
        for update of sessions skip locked))
      returning id, revoked_at is null and expires_at >= now() as was_open)
    select opened.id, opened.expires_at as "expiresAt",
      array(select id from cleared where was_open) as "endedIds",
      json_build_object('id', users.id, 'email', users.email, 'name', users.name, 'avatarUrl', users.avatar_url,
        'agent', member.agent) as user,
      json_build_object('id', workspaces.id, 'name', workspaces.name, 'role', member.role) as workspace
    from opened, member
    join users on users.id = member.user_id
    join workspaces on workspaces.id = member.workspace_id`.execute(tx)
  return rows[0]
}

/** The workspace that the person used last, of those they are in. */
export async function findLastWorkspace(db: Db, userId: string): Promise<string | undefined> {
  const { rows } = await sql<{ workspace_id: string }>`
    select members.workspace_id from members
    left join lateral (
      select max(last_used_at) as used_at, max(created_at) as opened_at from sessions
      where sessions.user_id = members.user_id and sessions.workspace_id = members.workspace_id) latest on true
    where members.user_id = ${userId}
    order by used_at desc nulls last, opened_at desc, joined_at, members.workspace_id limit 1`.execute(db)
  return rows[0]?.workspace_id
}

/** Whether a session stands: not revoked, not expired, and its person still in its workspace. */
export async function isOpenSession(db: Db, sessionId: string): Promise<boolean> {
  const { rows } = await sql`
    select from sessions where id = ${sessionId} and revoked_at is null and expires_at > now()`.execute(db)
  return rows.length > 0
}

/** Ends a session; false when it had ended already. */
export async function revokeSession(tx: Db, sessionId: string): Promise<boolean> {
  const { rows } = await sql`
    update sessions set revoked_at = now() where id = ${sessionId} and revoked_at is null returning id`.execute(tx)
  return rows.length > 0
}

/**
 * Ends every session of a person, in all their workspaces.
 *
 * @param exceptId a session that stays
 * @returns the workspaces in which one ended
 */
export async function revokeSessions(tx: Db, userId: string, exceptId?: string): Promise<string[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    with revoked as (
      update sessions set revoked_at = now()
      where user_id = ${userId} and revoked_at is null and expires_at > now()
        and id is distinct from ${exceptId ?? null}::uuid
      returning workspace_id)
    select distinct workspace_id from revoked`.execute(tx)
  return rows.map((row) => row.workspace_id)
}
