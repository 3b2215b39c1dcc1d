import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import { tokenLifetimeSeconds } from '../credentials.ts'

/** More than this many open sessions of one person in one workspace, and the one unused for longest ends. */
const maxOpenSessions = 100

interface SignedInWorkspace {
  id: string
  name: string
  role: WorkspaceRole
}

/** A new session with all that signing in answers; `W` is null where it is for no workspace. */
export interface OpenedSession<W extends string | null = string | null> {
  id: string
  expiresAt: string
  /** Older sessions that ended because there were too many. */
  endedIds: string[]
  user: { id: string; email: string; emailVerified: boolean; name: string; avatarUrl: string | null; agent: boolean }
  workspace: W extends string ? SignedInWorkspace : null
}

/**
 * Opens a session, for a workspace or for none, and clears away what is dead of the person's; undefined for whoever is
 * not in the workspace.
 */
export async function openSession<W extends string | null>(
  tx: Db,
  { userId, workspaceId }: { userId: string; workspaceId: W },
): Promise<OpenedSession<W> | undefined> {
  const { rows } = await sql<OpenedSession<W>>`
    with member as (
      select * from members where workspace_id = ${workspaceId} and user_id = ${userId} for key share),
    opened as (
      insert into sessions (workspace_id, user_id, expires_at)
      select ${workspaceId}::uuid, ${userId}::uuid, now() + make_interval(secs => ${tokenLifetimeSeconds})
      where ${workspaceId === null} or exists (select from member)
      returning id, user_id, expires_at),
    old as (
      select id, revoked_at is not null or expires_at < now() as is_dead,
        row_number() over (order by revoked_at is not null or expires_at < now(), last_used_at desc, id desc) as place
      from sessions where user_id = ${userId} and workspace_id is not distinct from ${workspaceId}::uuid),
    cleared as (
      delete from sessions where id = any(array(
        select sessions.id from sessions join old on old.id = sessions.id and (is_dead or place >= ${maxOpenSessions})
        for update of sessions skip locked))
      returning id, revoked_at is null and expires_at >= now() as was_open)
    select opened.id, opened.expires_at as "expiresAt",
      array(select id from cleared where was_open) as "endedIds",
      json_build_object('id', users.id, 'email', users.email,
        'emailVerified', users.email_verified_at is not null, 'name', users.name, 'avatarUrl', users.avatar_url,
        'agent', coalesce(member.agent, false)) as user,
      case when workspaces.id is not null then
        json_build_object('id', workspaces.id, 'name', workspaces.name, 'role', member.role) end as workspace
    from opened
    join users on users.id = opened.user_id
    left join member on true
    left join workspaces on workspaces.id = member.workspace_id`.execute(tx)
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

/** Whether a session is valid: not revoked, not expired, and its person still in its workspace, if it is for one. */
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
 * @returns the workspaces for which one ended; null among them for those that were for none
 */
export async function revokeSessions(tx: Db, userId: string, exceptId?: string): Promise<(string | null)[]> {
  const { rows } = await sql<{ workspace_id: string | null }>`
    with revoked as (
      update sessions set revoked_at = now()
      where user_id = ${userId} and revoked_at is null and expires_at > now()
        and id is distinct from ${exceptId ?? null}::uuid
      returning workspace_id)
    select distinct workspace_id from revoked`.execute(tx)
  return rows.map((row) => row.workspace_id)
}
