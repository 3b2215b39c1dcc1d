import type { Origin } from '@parley/kit/device'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'

/** More than this many of one person, and the one unused for longest ends. */
const maxOpen = 100

const now = sql<string>`now()`
const unusedLifetime = sql<string>`now() + interval '14 days'`
const lifetime = sql<string>`now() + interval '90 days'`

export interface BrowserSession {
  id: string
  userId: string
}

/** A session that a browser session has bought, by which its token is known. */
export interface BoughtSession {
  credentialId: string
  userId: string
  workspaceId: string | null
}

/** Opens a browser session, which ends at `endsAt` at the latest. Call with the person's password locked. */
export async function insertBrowserSession(
  tx: Db,
  { userId, tokenHash, ip, userAgent }: { userId: string; tokenHash: Buffer } & Origin,
): Promise<BrowserSession & { endsAt: string }> {
  return tx
    .insertInto('browser_sessions')
    .values({
      user_id: userId,
      token_hash: tokenHash,
      ip,
      user_agent: userAgent ?? null,
      expires_at: unusedLifetime,
      ends_at: lifetime,
    })
    .returning(['id', 'user_id as userId', 'ends_at as endsAt'])
    .executeTakeFirstOrThrow()
}

/** Those that leave no room for one more, and those that have expired, whose tokens have too. */
export async function listOldBrowserSessions(tx: Db, userId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('browser_sessions')
    .select(['id', sql<boolean>`expires_at < now()`.as('hasExpired')])
    .where('user_id', '=', userId)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const live = rows.filter(({ hasExpired }) => !hasExpired)
  return [...rows.filter(({ hasExpired }) => hasExpired), ...live.slice(maxOpen - 1)].map(({ id }) => id)
}

/** Whose browser session this token is of. */
export async function findBrowserSession(db: Db, tokenHash: Buffer): Promise<BrowserSession | undefined> {
  return db
    .selectFrom('browser_sessions')
    .select(['id', 'user_id as userId'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Uses a browser session, which is locked until the transaction ends, and expires later; false when it has ended. */
export async function useBrowserSession(tx: Db, id: string, { ip, userAgent }: Origin): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('browser_sessions')
    .set({
      last_used_at: now,
      expires_at: sql`least(ends_at, ${unusedLifetime})`,
      ip,
      user_agent: userAgent ?? null,
    })
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Ends a browser session of this person, with the sessions that it has bought.
 *
 * @returns those sessions; undefined when it had ended, or is not theirs
 */
export async function deleteBrowserSession(
  tx: Db,
  { id, userId }: { id: string; userId: string },
): Promise<BoughtSession[] | undefined> {
  // Nobody buys another from now on, who would lock in the other order.
  const locked = await tx
    .selectFrom('browser_sessions')
    .select('id')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!locked) return undefined
  const bought = await tx
    .deleteFrom('sessions')
    .where('browser_session_id', '=', id)
    .returning(['id as credentialId', 'user_id as userId', 'workspace_id as workspaceId'])
    .execute()
  await tx.deleteFrom('browser_sessions').where('id', '=', id).execute()
  return bought
}

/** The browser session that has bought a session of this person, if one has. */
export async function findBrowserSessionOf(
  db: Db,
  { sessionId, userId }: { sessionId: string; userId: string },
): Promise<string | undefined> {
  const found = await db
    .selectFrom('sessions')
    .select('browser_session_id')
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return found?.browser_session_id ?? undefined
}
