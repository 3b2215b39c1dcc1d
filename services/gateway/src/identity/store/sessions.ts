import type { Origin } from '@parley/kit/device'
import { type ExpressionBuilder, type Selectable, sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { DB } from '../../schema.ts'
import { browserTokenLifetimeSeconds, tokenLifetimeSeconds } from '../credentials.ts'
import { type BoughtSession, findBrowserSessionOf } from './browser-sessions.ts'
import { deleteSignInLink } from './sign-in-links.ts'

/** More than this many open sessions of one person in one workspace, and the one unused for longest ends. */
const maxOpenSessions = 100

const now = sql<string>`now()`

type SignedInWorkspace = Pick<Selectable<DB['workspaces']>, 'id' | 'name'> & Pick<Selectable<DB['members']>, 'role'>

/** A new session with all that signing in answers; `W` is null where it is for no workspace. */
export interface OpenedSession<W extends string | null = string | null> {
  id: string
  expiresAt: string
  /** Older sessions that ended because there were too many. */
  endedIds: string[]
  /** Whether a browser session has bought it. */
  isBrowser: boolean
  user: { id: string; email: string; emailVerified: boolean; name: string; avatarUrl: string | null; agent: boolean }
  workspace: W extends string ? SignedInWorkspace : null
}

/** Who signs in, to what and how. */
export interface SigningIn<W extends string | null = string | null> {
  userId: string
  workspaceId: W
  origin: Origin
  /** Set for a token of a browser session: those for the same workspace share a session, which each extends. */
  browserSessionId?: string
}

/**
 * Opens a session, for a workspace or for none, and deletes the person's dead ones; undefined for whoever is
 * not in the workspace.
 */
export async function openSession<W extends string | null>(
  tx: Db,
  who: SigningIn<W>,
): Promise<OpenedSession<W> | undefined> {
  const { userId, workspaceId } = who
  const member = workspaceId === null ? null : await lockMember(tx, workspaceId, userId)
  if (member === undefined) return undefined
  const { id, expiresAt, endedIds } = (await extendSession(tx, who)) ?? (await insertSession(tx, who))
  const { email_verified_at, ...user } = await tx
    .selectFrom('users')
    .select(['id', 'email', 'name', 'avatar_url as avatarUrl', 'email_verified_at'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const workspace = member && { id: member.id, name: member.name, role: member.role }
  return {
    id,
    expiresAt,
    endedIds,
    isBrowser: who.browserSessionId !== undefined,
    user: { ...user, emailVerified: email_verified_at !== null, agent: member?.agent ?? false },
    workspace: workspace as OpenedSession<W>['workspace'],
  }
}

const browserExpiry = sql<string>`now() + make_interval(secs => ${browserTokenLifetimeSeconds})`
const ownExpiry = sql<string>`now() + make_interval(secs => ${tokenLifetimeSeconds})`

/** Extends the browser session's session for the workspace; undefined where there is none. */
async function extendSession(tx: Db, { workspaceId, browserSessionId }: SigningIn) {
  if (browserSessionId === undefined) return undefined
  const extended = await tx
    .updateTable('sessions')
    .set({ expires_at: browserExpiry, last_used_at: now })
    .where('browser_session_id', '=', browserSessionId)
    .where('workspace_id', 'is not distinct from', workspaceId)
    .where('revoked_at', 'is', null)
    .returning(['id', 'expires_at as expiresAt'])
    .executeTakeFirst()
  return extended && { ...extended, endedIds: [] }
}

async function insertSession(tx: Db, { userId, workspaceId, origin, browserSessionId }: SigningIn) {
  const endedIds = await deleteOldSessions(tx, userId, workspaceId)
  const opened = await tx
    .insertInto('sessions')
    .values({
      workspace_id: workspaceId,
      user_id: userId,
      ...(browserSessionId === undefined
        ? { expires_at: ownExpiry, ip: origin.ip, user_agent: origin.userAgent ?? null }
        : { expires_at: browserExpiry, browser_session_id: browserSessionId }),
    })
    .returning(['id', 'expires_at as expiresAt'])
    .executeTakeFirstOrThrow()
  return { ...opened, endedIds }
}

/** Someone's membership with its workspace, kept until the transaction ends. */
const lockMember = (tx: Db, workspaceId: string, userId: string) =>
  tx
    .selectFrom('members as m')
    .innerJoin('workspaces as w', 'w.id', 'm.workspace_id')
    .select(['w.id', 'w.name', 'm.role', 'm.agent'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.user_id', '=', userId)
    .forKeyShare('m')
    .executeTakeFirst()

const isDead = ({ eb, or }: ExpressionBuilder<DB, 'sessions'>) =>
  or([eb('revoked_at', 'is not', null), eb('expires_at', '<', now)]).$castTo<boolean>()

/**
 * Deletes a person's dead sessions (expired or revoked) for a workspace, or for none, and the oldest in use that leave no
 * room for one more. Skips those that another sign-in is deleting.
 *
 * @returns the ids of those that were in use
 */
async function deleteOldSessions(tx: Db, userId: string, workspaceId: string | null): Promise<string[]> {
  const old = tx
    .selectFrom('sessions')
    .select('id')
    .select((of) => [
      isDead(of).as('is_dead'),
      of.fn
        .agg<number>('row_number')
        .over((order) => order.orderBy(isDead(of)).orderBy('last_used_at', 'desc').orderBy('id', 'desc'))
        .as('position'),
    ])
    .where('user_id', '=', userId)
    .where('workspace_id', 'is not distinct from', workspaceId)
  const locked = tx
    .selectFrom('sessions as s')
    .innerJoin(old.as('old'), 'old.id', 's.id')
    .select('s.id')
    .where(({ eb, or }) => or([eb('old.is_dead', '=', sql.lit(true)), eb('old.position', '>=', maxOpenSessions)]))
    .forUpdate('s')
    .skipLocked()
  const deleted = await tx
    .deleteFrom('sessions')
    .where('id', '=', sql<string>`any(array(${locked}))`)
    .returning('id')
    .returning((of) => isDead(of).as('is_dead'))
    .execute()
  return deleted.filter(({ is_dead }) => !is_dead).map(({ id }) => id)
}

/** The workspace that the person used last, of those they are in. */
export async function findLastWorkspace(db: Db, userId: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('members as m')
    .leftJoinLateral(
      (of) =>
        of
          .selectFrom('sessions as s')
          .select(({ fn }) => [fn.max('s.last_used_at').as('used_at'), fn.max('s.created_at').as('opened_at')])
          .whereRef('s.user_id', '=', 'm.user_id')
          .whereRef('s.workspace_id', '=', 'm.workspace_id')
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select('m.workspace_id')
    .where('m.user_id', '=', userId)
    .orderBy('latest.used_at', (order) => order.desc().nullsLast())
    .orderBy('latest.opened_at', 'desc')
    .orderBy('m.joined_at')
    .orderBy('m.workspace_id')
    .limit(1)
    .executeTakeFirst()
  return found?.workspace_id
}

/** Whether a session is valid: not revoked, not expired, and its person still in its workspace, if it is for one. */
export async function isOpenSession(db: Db, sessionId: string): Promise<boolean> {
  const open = await db
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return open !== undefined
}

/** Ends a session of its own; false when it had ended already. */
export async function revokeSession(tx: Db, sessionId: string): Promise<boolean> {
  const revoked = await tx
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return revoked !== undefined
}

/**
 * Ends every session of a person, browser sessions among them, in all their workspaces, and a link that would open one.
 *
 * @param exceptId a session that stays, and where a browser session has bought it, that one with all of its own
 * @returns the workspaces for which one ended; null among them for those that were for none
 */
export async function revokeSessions(tx: Db, userId: string, exceptId?: string): Promise<(string | null)[]> {
  await deleteSignInLink(tx, userId)
  const kept = (exceptId !== undefined && (await findBrowserSessionOf(tx, { sessionId: exceptId, userId }))) || null
  // Locked before their sessions, in the order of all others.
  const browsers = await tx
    .selectFrom('browser_sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', 'is distinct from', kept)
    .orderBy('id')
    .forUpdate()
    .execute()
  const revoked = await tx
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(exceptId !== undefined, (query) => query.where('id', '<>', exceptId!))
    .$if(kept !== null, (query) =>
      query.where(({ eb, or }) => or([eb('browser_session_id', 'is', null), eb('browser_session_id', '<>', kept!)])),
    )
    .returning('workspace_id')
    .execute()
  if (browsers.length > 0)
    await tx
      .deleteFrom('browser_sessions')
      .where(
        'id',
        'in',
        browsers.map(({ id }) => id),
      )
      .execute()
  return [...new Set(revoked.map(({ workspace_id }) => workspace_id))]
}

/** Ends a person's session that no browser session has bought; undefined when it has ended, or is not theirs. */
export async function revokeOwnSession(
  tx: Db,
  { id, userId }: { id: string; userId: string },
): Promise<BoughtSession | undefined> {
  return tx
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('browser_session_id', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['id as credentialId', 'user_id as userId', 'workspace_id as workspaceId'])
    .executeTakeFirst()
}
