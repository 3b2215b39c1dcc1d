import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { type Scope, type WorkspaceRole, workspaceRoles } from '@parley/contracts/endpoint'
import { scopes } from '@parley/contracts/identity/person'
import { type ServiceName, serviceNames } from '@parley/contracts/services'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import { ServiceError } from './errors.ts'

/** A person of a workspace, or their API key: what most endpoints answer. */
export interface Caller {
  kind: 'user'
  userId: string
  workspaceId: string
  /** The session or API key that the request came with. */
  credentialId: string
  /** A token of signing in, one that a browser session has bought, or an API key. */
  credential: 'session' | 'browser' | 'key'
  role: WorkspaceRole
  /** Whether they answer customers in the support desk. */
  isAgent: boolean
  /** What an API key may do; null for a session, which may do all that its user may. */
  scopes: Scope[] | null
}

/** The caller of an endpoint with `workspace: 'optional'`: workspace and role are null for someone in no workspace. */
export interface AnyCaller extends Omit<Caller, 'workspaceId' | 'role'> {
  workspaceId: string | null
  role: WorkspaceRole | null
}

/** Somebody who visits a site of a workspace's, by the token that its widget was given. */
export interface VisitorCaller {
  kind: 'visitor'
  visitorId: string
  workspaceId: string
  /** The widget key that the token was issued for, and the site that the key names, if it names one. */
  widgetKeyId: string
  siteId: string | null
}

/** Another service, which says itself for whom it acts. */
export interface ServiceCaller {
  kind: 'service'
  service: ServiceName
  /** Null where it acts for no workspace in particular. */
  workspaceId: string | null
  /** Null where it acts for no person. */
  userId: string | null
}

/** Whoever may call anything. */
export type Principal = AnyCaller | VisitorCaller | ServiceCaller

/** Names a principal, whatever credential they come with: `<workspace>:<user>`, `<workspace>:visitor:<visitor>`, `service:…`. */
export function principalKey(caller: Principal): string {
  if (caller.kind === 'user') return `${caller.workspaceId}:${caller.userId}`
  if (caller.kind === 'visitor') return `${caller.workspaceId}:visitor:${caller.visitorId}`
  return `service:${caller.service}:${caller.workspaceId}:${caller.userId}`
}

/** The header in which an assertion travels. */
export const assertionHeader = 'x-parley-assertion'

const lifetimeSeconds = 60

const Claims = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('user'),
    userId: z.guid(),
    workspaceId: z.guid(),
    credentialId: z.guid(),
    credential: z.enum(['session', 'browser', 'key']),
    role: z.enum(workspaceRoles),
    isAgent: z.boolean(),
    scopes: z.array(z.enum(scopes)).nullable(),
  }),
  z.object({
    kind: z.literal('visitor'),
    visitorId: z.guid(),
    workspaceId: z.guid(),
    widgetKeyId: z.guid(),
    siteId: z.guid().nullable(),
  }),
  z.object({
    kind: z.literal('service'),
    service: z.enum(serviceNames),
    workspaceId: z.guid().nullable(),
    userId: z.guid().nullable(),
  }),
])

/** Whom a service may assert: the gateway people and visitors, every service itself. */
const mayAssert = (issuer: string, caller: AssertedCaller): boolean =>
  caller.kind === 'service' ? caller.service === issuer : issuer === 'gateway'

/** Who an assertion can name. */
export type AssertedCaller = Caller | VisitorCaller | ServiceCaller

const Assertion = z.object({ caller: Claims, exp: z.number() })

/** Signs who calls, for one service, for a minute: a stolen assertion opens nothing else, and not for long. */
export function createSigner(issuer: ServiceName, privateKeyBase64: string) {
  const key = createPrivateKey({ key: Buffer.from(privateKeyBase64, 'base64'), format: 'der', type: 'pkcs8' })
  return (audience: ServiceName, caller: AssertedCaller): string =>
    jwt.sign({ caller }, key, { algorithm: 'ES256', issuer, audience, expiresIn: lifetimeSeconds })
}

/**
 * Checks assertions made for this service by one of the services it trusts: the gateway's of people and visitors, any
 * service's of itself. A checked one is cached until it expires, so that the signature costs once a minute and caller, not
 * once a request. A service may have several keys, separated by commas, while one replaces another.
 */
export function createVerifier(audience: ServiceName, trustedCallers: Record<string, string>) {
  const keys = new Map<string, KeyObject[]>(
    Object.entries(trustedCallers).map(([name, spkis]) => [name, spkis.split(',').map(publicKey)]),
  )
  const verified = new LRUCache<string, { caller: AssertedCaller; expiresAt: number }>({ max: 10_000 })
  return (token: string | undefined): AssertedCaller => {
    if (!token) throw refused()
    const cacheKey = createHash('sha256').update(token).digest('base64')
    const known = verified.get(cacheKey)
    if (known && known.expiresAt > Date.now()) return known.caller
    const issuer = issuerOf(token) ?? ''
    let claims: z.output<typeof Assertion> | undefined
    let reason: unknown
    for (const key of keys.get(issuer) ?? []) {
      try {
        claims ??= Assertion.parse(jwt.verify(token, key, { algorithms: ['ES256'], audience, issuer }))
      } catch (cause) {
        reason = cause
      }
    }
    if (!claims || !mayAssert(issuer, claims.caller)) throw refused(reason)
    const { caller, exp } = claims
    verified.set(cacheKey, { caller, expiresAt: exp * 1000 })
    return caller
  }
}

/** Whose assertion a token says it is; nothing is checked. */
function issuerOf(token: string): string | undefined {
  try {
    return jwt.decode(token, { json: true })?.iss
  } catch {
    return undefined // its payload is no JSON
  }
}

const publicKey = (spki: string): KeyObject =>
  createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })

const refused = (cause?: unknown) =>
  new ServiceError('unauthorized', 'Only the gateway and other services may call this.', { cause })

/**
 * The user that a call is made for: the caller, unless an admin's API key with scope `admin` names another.
 * That the other is a member of the workspace is for the statement that follows to check.
 *
 * @throws ServiceError 403 when the caller may not act for that user
 */
export function actingUser(caller: Caller, userId: string | null | undefined): string {
  if (!userId || userId === caller.userId) return caller.userId
  const mayActForOthers =
    caller.credential === 'key' &&
    caller.scopes?.includes('admin') &&
    (caller.role === 'owner' || caller.role === 'admin')
  if (mayActForOthers) return userId
  throw new ServiceError('forbidden', 'user_id must be the caller.', {
    details: [{ path: 'user_id', message: 'Must be the caller.' }],
  })
}
