import type { AnyCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Log } from '@parley/kit/log'
import jwt from 'jsonwebtoken'
import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '../db.ts'
import { hashSecret, keyPattern } from './domain/secrets.ts'
import { createUseNotes } from './use-notes.ts'

/** A token lives this long unless it is revoked. */
export const tokenLifetimeSeconds = 7 * 86_400
/** One that a browser session buys: it is in the memory of a page, which scripts of others may get to read. */
export const browserTokenLifetimeSeconds = 15 * 60

/** What a token is issued for. */
export interface Session {
  id: string
  userId: string
  /** Null for someone who is in none. */
  workspaceId: string | null
  /** ISO 8601. */
  expiresAt: string
  /** Whether a browser session has bought it. */
  isBrowser?: boolean
}

const named = { issuer: 'parley', audience: 'parley' } as const

const Claims = z.object({
  sub: z.guid(),
  wsp: z.guid().nullable(),
  sid: z.guid(),
  use: z.literal('browser').optional(),
})

/** For a credential that was ended after it had been checked. */
export const noLongerValid = () => new ServiceError('unauthorized', 'This credential is no longer valid.')

/** Issues tokens, and resolves them to callers. */
export function createCredentials({ db, jwtSecret, log }: { db: Db; jwtSecret: string; log: Log }) {
  const uses = createUseNotes({ db, log })

  /** The signature and the dates only; whether the session is still valid is in PostgreSQL. */
  function readToken(bearer: string): z.output<typeof Claims> | undefined {
    try {
      return Claims.parse(jwt.verify(bearer, jwtSecret, { algorithms: ['HS256'], ...named }))
    } catch {
      return undefined
    }
  }

  return {
    /** The bearer token of a session; it expires with it. */
    issue: (session: Session): string =>
      jwt.sign(
        {
          wsp: session.workspaceId,
          sid: session.id,
          ...(session.isBrowser && { use: 'browser' }),
          exp: Math.floor(Date.parse(session.expiresAt) / 1000),
        },
        jwtSecret,
        { algorithm: 'HS256', subject: session.userId, ...named },
      ),

    /**
     * The caller of this JWT or API key, as PostgreSQL has it now; undefined for one that is unknown, malformed, expired
     * or revoked, or whose owner is no longer in the workspace. Notes the minute of its use.
     */
    async resolve(bearer: string): Promise<AnyCaller | undefined> {
      const isKey = keyPattern.test(bearer)
      const claims = isKey ? undefined : readToken(bearer)
      const found = isKey
        ? await findKeyBearer(db, hashSecret(bearer))
        : claims && (await findSessionBearer(db, claims))
      if (found && !found.isNoted) uses.add(isKey ? 'api_keys' : 'sessions', found.caller.credentialId)
      return found?.caller
    },

    /** Resolves when the uses of all that was resolved are noted. */
    usesNoted: uses.written,
  }
}

export type Credentials = ReturnType<typeof createCredentials>

/** A credential's caller, and whether its use in this minute has been noted. */
interface Found {
  caller: AnyCaller
  isNoted: boolean
}

const isNoted = (lastUsedAt: string) =>
  sql<boolean>`coalesce(${sql.ref(lastUsedAt)} >= date_trunc('minute', now()), false)`.as('is_noted')

async function findSessionBearer(db: Db, claims: z.output<typeof Claims>): Promise<Found | undefined> {
  const row = await db
    .selectFrom('sessions as s')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 's.workspace_id').onRef('m.user_id', '=', 's.user_id'),
    )
    .select(['m.role', isNoted('s.last_used_at')])
    .where('s.id', '=', claims.sid)
    .where('s.user_id', '=', claims.sub)
    .where('s.workspace_id', 'is not distinct from', claims.wsp)
    .where(({ eb, or }) => or([eb('s.workspace_id', 'is', null), eb('m.role', 'is not', null)]))
    .where('s.revoked_at', 'is', null)
    .where('s.expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
  if (!row) return undefined
  const caller: AnyCaller = {
    userId: claims.sub,
    workspaceId: claims.wsp,
    credentialId: claims.sid,
    kind: 'session',
    ...(claims.use === 'browser' && { isBrowser: true }),
    role: row.role,
    scopes: null,
  }
  return { caller, isNoted: row.is_noted }
}

async function findKeyBearer(db: Db, keyHash: Buffer): Promise<Found | undefined> {
  const row = await db
    .selectFrom('api_keys as k')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'k.workspace_id').onRef('m.user_id', '=', 'k.user_id'),
    )
    .select(['k.id', 'k.user_id', 'k.workspace_id', 'm.role', 'k.scopes', isNoted('k.last_used_at')])
    .where('k.key_hash', '=', keyHash)
    .executeTakeFirst()
  if (!row) return undefined
  const caller: AnyCaller = {
    userId: row.user_id,
    workspaceId: row.workspace_id,
    credentialId: row.id,
    kind: 'key',
    role: row.role,
    scopes: row.scopes,
  }
  return { caller, isNoted: row.is_noted }
}
