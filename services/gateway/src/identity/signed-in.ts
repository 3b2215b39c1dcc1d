import type { AnyCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import { type AccessChange, recordAccessChanges } from './access.ts'
import { browserTokenLifetimeSeconds, noLongerValid, tokenLifetimeSeconds } from './credentials.ts'
import { deskRoles, type Membership } from './domain/roles.ts'
import { findLastWorkspace, type OpenedSession, openSession, type SigningIn } from './store/sessions.ts'
import { lockPasswordShared } from './store/users.ts'

/** A session that signing in has opened, and those that ended for it. */
export interface SignIn<W extends string | null = string | null> {
  session: OpenedSession<W>
  ended: AccessChange[]
}

/**
 * Opens a session; undefined for whoever is not in the workspace. A new password ends every session there is, so none
 * may be opened on the strength of an earlier check: the password is locked first, then checked again.
 *
 * @param stillAdmitted checks again what let the person in; throws where that has ended
 */
export async function signIn<W extends string | null>(
  tx: Db,
  who: SigningIn<W>,
  stillAdmitted: () => Promise<void>,
  trace: Trace,
): Promise<SignIn<W> | undefined> {
  await lockPasswordShared(tx, who.userId)
  await stillAdmitted()
  const session = await openSession(tx, who)
  if (!session) return undefined
  const { userId, workspaceId } = who
  const ended = session.endedIds.map((credentialId) => ({ userId, workspaceId, credentialId }))
  await recordAccessChanges(tx, ended, trace)
  return { session, ended }
}

/** As `signIn`, to the workspace last used, or to none where they are in none, or not any more since it was looked up. */
export async function signInAnywhere(
  tx: Db,
  who: Omit<SigningIn, 'workspaceId'>,
  stillAdmitted: () => Promise<void>,
  trace: Trace,
): Promise<SignIn> {
  const workspaceId = await findLastWorkspace(tx, who.userId)
  const signedIn = workspaceId && (await signIn<string | null>(tx, { ...who, workspaceId }, stillAdmitted, trace))
  return signedIn || (await signIn<string | null>(tx, { ...who, workspaceId: null }, stillAdmitted, trace))!
}

/** What signing in answers: the token, and who it is for. */
export function signedInAnswer<W extends string | null>({ credentials }: GatewayContext, { session }: SignIn<W>) {
  const { user } = session
  const workspace: OpenedSession['workspace'] = session.workspace
  const answer = {
    token: credentials.issue({
      id: session.id,
      userId: user.id,
      workspaceId: workspace?.id ?? null,
      expiresAt: session.expiresAt,
      isBrowser: session.isBrowser,
    }),
    tokenType: 'Bearer' as const,
    expiresIn: session.isBrowser ? browserTokenLifetimeSeconds : tokenLifetimeSeconds,
    user: userAnswer({ ...user, role: workspace?.role ?? null, workspaceId: workspace?.id ?? null }),
    workspace: workspace && { id: workspace.id, uuid: workspace.id, name: workspace.name, role: workspace.role },
  }
  return answer as typeof answer & { workspace: W extends string ? NonNullable<(typeof answer)['workspace']> : null }
}

interface SignedInPerson {
  id: string
  email: string
  emailVerified: boolean
  name: string
  avatarUrl: string | null
  workspaceId: string | null
  role: Membership['role'] | null
  agent: boolean
}

const userAnswer = ({ role, agent, ...person }: SignedInPerson) => ({
  ...person,
  uuid: person.id,
  roles: role ? deskRoles({ role, agent }) : [],
})

/** The signed-in person, as they are now. */
export async function getSignedInUser(db: Db, { userId, workspaceId }: { userId: string; workspaceId: string | null }) {
  const person = await db
    .selectFrom('users as u')
    .leftJoin('members as m', (join) => join.onRef('m.user_id', '=', 'u.id').on('m.workspace_id', '=', workspaceId))
    .select(['u.id', 'u.email', 'u.name', 'u.avatar_url', 'u.email_verified_at', 'm.role', 'm.agent'])
    .where('u.id', '=', userId)
    .executeTakeFirst()
  if (!person || (workspaceId !== null && person.role === null)) throw noLongerValid()
  const { id, email, name, avatar_url: avatarUrl, email_verified_at, role, agent } = person
  return userAnswer({
    id,
    email,
    emailVerified: email_verified_at !== null,
    name,
    avatarUrl,
    workspaceId,
    role,
    agent: agent ?? false,
  })
}

/** @throws ServiceError 403 for an API key: `what` is for sessions only */
export function requireSession(caller: Pick<AnyCaller, 'credential'>, what: string): void {
  if (caller.credential === 'key') throw new ServiceError('forbidden', `${what} takes a session, not an API key.`)
}

/**
 * A browser session's token is short-lived, since a page of others may get to read it: it must not be turned into one that
 * is not.
 *
 * @throws ServiceError 403 for an API key, and for a token that a browser session has bought
 */
export function requireLastingSession(caller: Pick<AnyCaller, 'credential'>, what: string): void {
  requireSession(caller, what)
  if (caller.credential === 'browser')
    throw new ServiceError('forbidden', `${what} takes no token of a browser session, which issues its tokens itself.`)
}
