import type { AnyCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Log } from '@parley/kit/log'
import jwt from 'jsonwebtoken'
import { sql } from 'kysely'
import * as z from 'zod'
import type { Credential, CredentialResolver } from '../admission/resolvers.ts'
import type { Db } from '../db.ts'
import { hashSecret, keyPattern } from './domain/secrets.ts'
import { credentialRevocationKey, personRevocationKey } from './revocations.ts'
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
  exp: z.number(),
})

/** `eyJ` is `{"` in base64. */
const jwtPattern = /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/

/** For a credential that was ended after it had been checked. */
export const noLongerValid = () => new ServiceError('unauthorized', 'This credential is no longer valid.')

interface CredentialsOptions {
  db: Db
  jwtSecret: string
  /** Of Redis keys. */
  prefix: string
  log: Log
}

/** Issues tokens; resolves them and API keys to people, as PostgreSQL has them now, and notes the minute of their use. */
export function createCredentials({ db, jwtSecret, prefix, log }: CredentialsOptions) {
  const uses = createUseNotes({ db, log })

  /** The signature and the dates only; whether the session is still valid is in PostgreSQL. */
  function readToken(bearer: string): z.output<typeof Claims> | undefined {
    try {
      return Claims.parse(jwt.verify(bearer, jwtSecret, { algorithms: ['HS256'], ...named }))
    } catch {
      return undefined
    }
  }

  /** Ends with its session or key, and with its owner's membership. */
  const credentialOf = (caller: AnyCaller, expiresAt: number): Credential => ({
    caller,
    expiresAt,
    revocationKeys: [
      credentialRevocationKey(prefix, caller.credentialId),
      personRevocationKey(prefix, caller.workspaceId, caller.userId),
    ],
  })

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

    sessions: {
      matches: (token) => jwtPattern.test(token),
      isGuessable: false,
      async resolve(token) {
        const claims = readToken(token)
        const found = claims && (await findSessionBearer(db, claims))
        if (!found) return undefined
        if (!found.isNoted) uses.add('sessions', found.caller.credentialId)
        return credentialOf(found.caller, claims.exp * 1_000)
      },
    } satisfies CredentialResolver,

    apiKeys: {
      matches: (token) => keyPattern.test(token),
      isGuessable: true,
      async resolve(token) {
        const found = await findKeyBearer(db, hashSecret(token))
        if (!found) return undefined
        if (!found.isNoted) uses.add('api_keys', found.caller.credentialId)
        return credentialOf(found.caller, Number.POSITIVE_INFINITY)
      },
    } satisfies CredentialResolver,

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
    .select(['m.role', 'm.agent', isNoted('s.last_used_at')])
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
    kind: 'user',
    credential: claims.use ?? 'session',
    role: row.role,
    isAgent: row.agent ?? false,
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
    .select(['k.id', 'k.user_id', 'k.workspace_id', 'm.role', 'm.agent', 'k.scopes', isNoted('k.last_used_at')])
    .where('k.key_hash', '=', keyHash)
    .executeTakeFirst()
  if (!row) return undefined
  const caller: AnyCaller = {
    userId: row.user_id,
    workspaceId: row.workspace_id,
    credentialId: row.id,
    kind: 'user',
    credential: 'key',
    role: row.role,
    isAgent: row.agent,
    scopes: row.scopes,
  }
  return { caller, isNoted: row.is_noted }
}
