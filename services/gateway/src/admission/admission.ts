import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Endpoint, workspaceRoles } from '@parley/contracts/endpoint'
import { limitClasses } from '@parley/contracts/limits'
import type { Caller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { RequestState } from '@parley/kit/exchange'
import { networkOf } from './address.ts'
import type { Bearers } from './bearers.ts'
import { checkBody, type ReadJson } from './body.ts'
import { credentialOf } from './credential.ts'
import { type Limits, type Standing, tooMany } from './limits.ts'

export interface AdmissionOptions {
  bearers: Bearers
  /** Undefined where rate limits are off. */
  limits: Limits | undefined
  readJson: ReadJson
}

/**
 * Decides whether a request may go on to its endpoint: 401, then 429, then 413 and 415, then 403. It writes the
 * `RateLimit` headers, and leaves the caller in the request's state.
 */
export function createAdmission({ bearers, limits, readJson }: AdmissionOptions) {
  /** Networks whose failures have used up their share, until when. */
  const blocked = new Map<string, number>()

  async function refuse(state: RequestState): Promise<never> {
    await countFailure(state)
    throw new ServiceError('unauthorized', 'The credential is not valid, or no longer.', challenge)
  }

  async function countFailure({ ip }: RequestState): Promise<void> {
    if (!limits) return
    const network = networkOf(ip)
    const standing = await limits.count('anonymous', network)
    if (standing.allowed) return
    if (blocked.size >= maxBlocked) blocked.clear()
    blocked.set(network, Date.now() + standing.resetSeconds * 1000)
    throw tooMany([standing])
  }

  /** Guessing keys must not reach the database for long; a forged JWT never does. */
  function refuseGuesses(token: string, { ip }: RequestState): void {
    if (blocked.size === 0 || token.includes('.')) return
    const network = networkOf(ip)
    const until = blocked.get(network)
    if (until === undefined) return
    const seconds = Math.ceil((until - Date.now()) / 1000)
    if (seconds > 0) throw tooMany([{ name: 'anonymous', allowed: false, remaining: 0, resetSeconds: seconds }])
    blocked.delete(network)
  }

  async function admitBearer(
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
    state: RequestState,
  ) {
    const token = credentialOf(request)
    if (token === undefined) throw new ServiceError('unauthorized', 'Send a bearer token or an API key.', challenge)
    const hash = bearers.hashOf(token)
    if (hash === undefined) return await refuse(state)
    let bearer = bearers.recall(hash)
    if (!bearer) {
      if (bearers.isKnownBad(hash)) return await refuse(state)
      refuseGuesses(token, state)
      bearer = await bearers.find(hash, token)
      if (!bearer) return await refuse(state)
    }
    const counting = limits?.count(endpoint.limit, limitKey(endpoint, bearer.caller, state))
    const [standing, stamps] = await Promise.all([counting, bearers.readStamps(bearer)])
    const caller = await bearers.confirm(hash, token, bearer, stamps)
    if (!caller) return await refuse(state)
    state.caller = caller
    if (standing) report(response, [standing])
  }

  async function admitAnyone(endpoint: Endpoint, response: ServerResponse, state: RequestState, body: unknown) {
    if (!limits) return
    const network = networkOf(state.ip)
    const standings =
      endpoint.limit === 'anonymous'
        ? [await limits.count('anonymous', network)]
        : await Promise.all([
            limits.count(endpoint.limit, limitKey(endpoint, undefined, state, body)),
            limits.count('anonymous', network),
          ])
    report(response, standings)
  }

  function report(response: ServerResponse, standings: readonly Standing[]): void {
    const { policy, limit } = limits!.headersOf(standings)
    response.setHeader('RateLimit-Policy', policy)
    response.setHeader('RateLimit', limit)
    for (const { allowed } of standings) if (!allowed) throw tooMany(standings.filter((each) => !each.allowed))
  }

  return async function admit(
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
    state: RequestState,
  ): Promise<void> {
    if (endpoint.auth === 'none') {
      // The account is in the body, which the gateway answers itself; what is wrong with the body comes after the limit.
      const peeked = perAccount(endpoint) ? await readJson(endpoint, request, response) : undefined
      await admitAnyone(endpoint, response, state, peeked?.body)
      if (peeked?.error !== undefined) throw peeked.error
      checkBody(endpoint, request)
      return
    }
    await admitBearer(endpoint, request, response, state)
    checkBody(endpoint, request)
    checkCaller(endpoint, state.caller!)
  }
}

const maxBlocked = 10_000
const challenge = { headers: { 'WWW-Authenticate': 'Bearer realm="parley"' } }

const perAccount = (endpoint: Endpoint): boolean => limitClasses[endpoint.limit].per === 'ip-and-account'

/** Whom a request counts against. */
function limitKey(endpoint: Endpoint, caller: Caller | undefined, state: RequestState, body?: unknown): string {
  if (perAccount(endpoint)) return `${networkOf(state.ip)}:${accountOf(body)}`
  if (limitClasses[endpoint.limit].per === 'user' && caller) return caller.userId
  return networkOf(state.ip)
}

/** The account a body speaks of, by its address or its mailed token, not legible in Redis. */
function accountOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  const { email, token } = body as { email?: unknown; token?: unknown }
  const named = typeof email === 'string' ? email.trim().toLowerCase() : token
  return typeof named === 'string' ? createHash('sha256').update(named).digest('base64url').slice(0, 22) : ''
}

/** @throws ServiceError 403 when the contract wants a scope or a role that the caller does not have */
function checkCaller(endpoint: Endpoint, caller: Caller): void {
  if (caller.scopes && !caller.scopes.includes(endpoint.scope))
    throw new ServiceError('forbidden', `This API key does not have the scope ${endpoint.scope}.`)
  if (endpoint.role && workspaceRoles.indexOf(caller.role) > workspaceRoles.indexOf(endpoint.role))
    throw new ServiceError('forbidden', forbiddenTo[endpoint.role])
}

const forbiddenTo = {
  owner: 'Only an owner of the workspace may do this.',
  admin: 'Only owners and admins of the workspace may do this.',
  member: 'Guests of the workspace may not do this.',
}
