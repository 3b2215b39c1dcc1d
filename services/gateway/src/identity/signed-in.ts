import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import { type AccessChange, recordAccessChanges } from './access.ts'
import { noLongerValid, tokenLifetimeSeconds } from './credentials.ts'
import { deskRoles, type Standing } from './domain/roles.ts'
import { type OpenedSession, openSession } from './store/sessions.ts'
import { holdPassword } from './store/users.ts'

/** A session that signing in has opened, and those that ended for it. */
export interface SignIn {
  session: OpenedSession
  ended: AccessChange[]
}

/**
 * Opens a session; undefined for whoever is not in the workspace. A new password ends every session there is, so none
 * may be opened on the strength of what was so before it: the password is held as it is, and only then looked at.
 *
 * @param stillAdmitted looks again at what let the person in; throws where that has ended
 */
export async function signIn(
  tx: Db,
  who: { userId: string; workspaceId: string },
  stillAdmitted: () => Promise<void>,
  trace: Trace,
): Promise<SignIn | undefined> {
  await holdPassword(tx, who.userId)
  await stillAdmitted()
  const session = await openSession(tx, who)
  if (!session) return undefined
  const ended = session.endedIds.map((credentialId) => ({ ...who, credentialId }))
  await recordAccessChanges(tx, ended, trace)
  return { session, ended }
}

/** What signing in answers: the token, and who it is for. */
export function signedInAnswer({ credentials }: GatewayContext, { session }: SignIn) {
  const { user, workspace } = session
  return {
    token: credentials.issue({
      id: session.id,
      userId: user.id,
      workspaceId: workspace.id,
      expiresAt: session.expiresAt,
    }),
    tokenType: 'Bearer' as const,
    expiresIn: tokenLifetimeSeconds,
    user: userAnswer({ ...user, role: workspace.role, workspaceId: workspace.id }),
    workspace: { id: workspace.id, uuid: workspace.id, name: workspace.name, role: workspace.role },
  }
}

interface SignedInPerson extends Standing {
  id: string
  email: string
  name: string
  avatarUrl: string | null
  workspaceId: string
}

const userAnswer = ({ id, email, name, avatarUrl, workspaceId, ...standing }: SignedInPerson) => ({
  id,
  uuid: id,
  email,
  name,
  avatarUrl,
  roles: deskRoles(standing),
  workspaceId,
})

/** The signed-in person, as they are now. */
export async function getSignedInUser(db: Db, { userId, workspaceId }: { userId: string; workspaceId: string }) {
  const { rows } = await sql<SignedInPerson>`
    select user_id as id, email, display_name as name, avatar_url as "avatarUrl", workspace_id as "workspaceId", role, agent
    from people where workspace_id = ${workspaceId} and user_id = ${userId}`.execute(db)
  if (!rows[0]) throw noLongerValid()
  return userAnswer(rows[0])
}

/** @throws ServiceError 403 for an API key: `what` is for sessions only */
export function requireSession(caller: { kind: 'session' | 'key' }, what: string): void {
  if (caller.kind !== 'session') throw new ServiceError('forbidden', `${what} takes a session, not an API key.`)
}
