import type { AnyCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import jwt from 'jsonwebtoken'
import { type Kysely, sql } from 'kysely'
import * as z from 'zod'
import type { DB } from '../schema.ts'
import { hashSecret, keyPattern } from './domain/secrets.ts'

/** A token lives this long unless it is revoked. */
export const tokenLifetimeSeconds = 7 * 86_400

/** What a token is issued for. */
export interface Session {
  id: string
  userId: string
  /** Null for someone who is in none. */
  workspaceId: string | null
  /** ISO 8601. */
  expiresAt: string
}

const named = { issuer: 'parley', audience: 'parley' } as const

const Claims = z.object({ sub: z.guid(), wsp: z.guid().nullable(), sid: z.guid() })

/** For a credential that was ended after it had been checked. */
export const noLongerValid = () => new ServiceError('unauthorized', 'This credential is no longer valid.')

/** Issues tokens, and resolves them to callers. */
export function createCredentials({ db, jwtSecret }: { db: Kysely<DB>; jwtSecret: string }) {
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
        { wsp: session.workspaceId, sid: session.id, exp: Math.floor(Date.parse(session.expiresAt) / 1000) },
        jwtSecret,
        { algorithm: 'HS256', subject: session.userId, ...named },
      ),

    /**
     * The caller of this JWT or API key, as PostgreSQL has it now; undefined for one that is unknown, malformed, expired
     * or revoked, or whose owner is no longer in the workspace. Notes the minute of its use.
     */
    async resolve(bearer: string): Promise<AnyCaller | undefined> {
      if (keyPattern.test(bearer)) return findKeyBearer(db, hashSecret(bearer))
      const claims = readToken(bearer)
      return claims && findSessionBearer(db, claims)
    },
  }
}

export type Credentials = ReturnType<typeof createCredentials>

const thisMinute = sql<string>`date_trunc('minute', now())`

/** One statement; it writes only in the first use of each minute. */
async function findSessionBearer(db: Kysely<DB>, claims: z.output<typeof Claims>) {
  const row = await db
    .with('found', (of) =>
      of
        .selectFrom('sessions as s')
        .leftJoin('members as m', (join) =>
          join.onRef('m.workspace_id', '=', 's.workspace_id').onRef('m.user_id', '=', 's.user_id'),
        )
        .select(['s.id', 's.last_used_at', 'm.role'])
        .where('s.id', '=', claims.sid)
        .where('s.user_id', '=', claims.sub)
        .where('s.workspace_id', 'is not distinct from', claims.wsp)
        .where(({ eb, or }) => or([eb('s.workspace_id', 'is', null), eb('m.role', 'is not', null)]))
        .where('s.revoked_at', 'is', null)
        .where('s.expires_at', '>', sql<string>`now()`),
    )
    .with('noted', (of) =>
      of
        .updateTable('sessions')
        .set({ last_used_at: thisMinute })
        .where('id', '=', ({ selectFrom }) =>
          selectFrom('found').select('found.id').where('found.last_used_at', '<', thisMinute),
        ),
    )
    .selectFrom('found')
    .select('found.role')
    .executeTakeFirst()
  if (!row) return undefined
  return {
    userId: claims.sub,
    workspaceId: claims.wsp,
    credentialId: claims.sid,
    kind: 'session',
    role: row.role,
    scopes: null,
  } satisfies AnyCaller
}

async function findKeyBearer(db: Kysely<DB>, keyHash: Buffer) {
  const row = await db
    .with('found', (of) =>
      of
        .selectFrom('api_keys as k')
        .innerJoin('members as m', (join) =>
          join.onRef('m.workspace_id', '=', 'k.workspace_id').onRef('m.user_id', '=', 'k.user_id'),
        )
        .select(['k.id', 'k.user_id', 'k.workspace_id', 'm.role', 'k.scopes', 'k.last_used_at'])
        .where('k.key_hash', '=', keyHash),
    )
    .with('noted', (of) =>
      of
        .updateTable('api_keys')
        .set({ last_used_at: thisMinute })
        .where('id', '=', ({ selectFrom }) =>
          selectFrom('found').select('found.id').where('found.last_used_at', 'is distinct from', thisMinute),
        ),
    )
    .selectFrom('found')
    .select(['found.id', 'found.user_id', 'found.workspace_id', 'found.role', 'found.scopes'])
    .executeTakeFirst()
  if (!row) return undefined
  return {
    userId: row.user_id,
    workspaceId: row.workspace_id,
    credentialId: row.id,
    kind: 'key',
    role: row.role,
    scopes: row.scopes,
  } satisfies AnyCaller
}
