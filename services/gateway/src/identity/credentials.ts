import type { Scope, WorkspaceRole } from '@parley/contracts/endpoint'
import type { RoamingCaller } from '@parley/kit/assertion'
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
    async resolve(bearer: string): Promise<RoamingCaller | undefined> {
      if (keyPattern.test(bearer)) return findKeyBearer(db, hashSecret(bearer))
      const claims = readToken(bearer)
      return claims && findSessionBearer(db, claims)
    },
  }
}

export type Credentials = ReturnType<typeof createCredentials>

/** One statement; it writes only in the first use of each minute. */
async function findSessionBearer(db: Kysely<DB>, claims: z.output<typeof Claims>) {
  const { rows } = await sql<{ role: WorkspaceRole | null }>`
    with found as (
      select sessions.id, sessions.last_used_at, members.role
      from sessions left join members using (workspace_id, user_id)
      where sessions.id = ${claims.sid} and user_id = ${claims.sub}
        and workspace_id is not distinct from ${claims.wsp}::uuid
        and (workspace_id is null or members.role is not null) and sessions.revoked_at is null and sessions.expires_at > now()),
    noted as (
      update sessions set last_used_at = date_trunc('minute', now())
      where id = (select id from found where last_used_at < date_trunc('minute', now())))
    select role from found`.execute(db)
  const [row] = rows
  if (!row) return undefined
  return {
    userId: claims.sub,
    workspaceId: claims.wsp,
    credentialId: claims.sid,
    kind: 'session',
    role: row.role,
    scopes: null,
  } satisfies RoamingCaller
}

async function findKeyBearer(db: Kysely<DB>, keyHash: Buffer) {
  const { rows } = await sql<{
    id: string
    user_id: string
    workspace_id: string
    role: WorkspaceRole
    scopes: Scope[]
  }>`
    with found as (
      select api_keys.id, user_id, workspace_id, members.role, api_keys.scopes, api_keys.last_used_at
      from api_keys join members using (workspace_id, user_id)
      where api_keys.key_hash = ${keyHash}),
    noted as (
      update api_keys set last_used_at = date_trunc('minute', now())
      where id = (select id from found where last_used_at is distinct from date_trunc('minute', now())))
    select id, user_id, workspace_id, role, scopes from found`.execute(db)
  const [row] = rows
  if (!row) return undefined
  return {
    userId: row.user_id,
    workspaceId: row.workspace_id,
    credentialId: row.id,
    kind: 'key',
    role: row.role,
    scopes: row.scopes,
  } satisfies RoamingCaller
}
