import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Scope, WorkspaceRole } from '@parley/contracts/endpoint'
import type { ServiceName } from '@parley/contracts/services'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import { ServiceError } from './errors.ts'

/** Who makes a request, as the gateway has established it. */
export interface Caller {
  userId: string
  workspaceId: string
  /** The session or API key that the request came with. */
  credentialId: string
  kind: 'session' | 'key'
  /** Set for a token that a browser session has bought; not part of assertions. */
  isBrowser?: true
  role: WorkspaceRole
  /** What an API key may do; null for a session, which may do all that its user may. */
  scopes: Scope[] | null
}

/** The caller of an endpoint with `workspace: 'optional'`: workspace and role are null for someone in no workspace. */
export interface AnyCaller extends Omit<Caller, 'workspaceId' | 'role'> {
  workspaceId: string | null
  role: WorkspaceRole | null
}

/** The header in which the gateway's assertion travels. */
export const assertionHeader = 'x-parley-assertion'

const lifetimeSeconds = 60

const Claims = z.object({
  sub: z.string(),
  wsp: z.string(),
  cid: z.string(),
  knd: z.enum(['session', 'key']),
  rol: z.enum(['owner', 'admin', 'member', 'guest']),
  scp: z.array(z.string()).nullable(),
  exp: z.number(),
})

/** Signs who calls, for one service, for a minute: a stolen assertion opens nothing else, and not for long. */
export function createSigner(issuer: ServiceName, privateKeyBase64: string) {
  const key = createPrivateKey({ key: Buffer.from(privateKeyBase64, 'base64'), format: 'der', type: 'pkcs8' })
  return (audience: ServiceName, caller: Caller): string =>
    jwt.sign(
      { wsp: caller.workspaceId, cid: caller.credentialId, knd: caller.kind, rol: caller.role, scp: caller.scopes },
      key,
      { algorithm: 'ES256', issuer, audience, subject: caller.userId, expiresIn: lifetimeSeconds },
    )
}

/**
 * Checks assertions made for this service by one of the callers it accepts. A checked one is cached until it
 * expires, so that the signature costs once a minute and caller, not once a request. A caller may have several keys,
 * separated by commas, while one replaces another.
 */
export function createVerifier(audience: ServiceName, trustedCallers: Record<string, string>) {
  const keys = new Map<string, KeyObject[]>(
    Object.entries(trustedCallers).map(([name, spkis]) => [name, spkis.split(',').map(publicKey)]),
  )
  const verified = new LRUCache<string, { caller: Caller; expiresAt: number }>({ max: 10_000 })
  return (token: string | undefined): Caller => {
    if (!token) throw refused()
    const cacheKey = createHash('sha256').update(token).digest('base64')
    const known = verified.get(cacheKey)
    if (known && known.expiresAt > Date.now()) return known.caller
    const unchecked = jwt.decode(token, { json: true })
    const trusted = keys.get(unchecked?.iss ?? '') ?? []
    let claims: z.output<typeof Claims> | undefined
    let reason: unknown
    for (const key of trusted) {
      try {
        claims ??= Claims.parse(jwt.verify(token, key, { algorithms: ['ES256'], audience, issuer: unchecked?.iss }))
      } catch (cause) {
        reason = cause
      }
    }
    if (!claims) throw refused(reason)
    const caller: Caller = {
      userId: claims.sub,
      workspaceId: claims.wsp,
      credentialId: claims.cid,
      kind: claims.knd,
      role: claims.rol,
      scopes: claims.scp as Scope[] | null,
    }
    verified.set(cacheKey, { caller, expiresAt: claims.exp * 1000 })
    return caller
  }
}

const publicKey = (spki: string): KeyObject =>
  createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })

const refused = (cause?: unknown) =>
  new ServiceError('unauthorized', 'This service answers the gateway only.', { cause })

/**
 * The user that a call is made for: the caller, unless an admin's API key with scope `admin` names another.
 * That the other is a member of the workspace is for the statement that follows to check.
 *
 * @throws ServiceError 403 when the caller may not act for that user
 */
export function actingUser(caller: Caller, userId: string | null | undefined): string {
  if (!userId || userId === caller.userId) return caller.userId
  const mayActForOthers =
    caller.kind === 'key' && caller.scopes?.includes('admin') && (caller.role === 'owner' || caller.role === 'admin')
  if (mayActForOthers) return userId
  throw new ServiceError('forbidden', 'user_id must be the caller.', {
    details: [{ path: 'user_id', message: 'Must be the caller.' }],
  })
}
