import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Endpoint, workspaceRoles } from '@parley/contracts/endpoint'
import type { AnyCaller, Caller, Principal } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Gate } from '@parley/kit/gate'
import { requireKind } from '@parley/kit/http'
import { checkBody } from '@parley/kit/json-body'
import { networkOf } from '@parley/kit/network'
import type { RequestState } from '@parley/kit/request-lifecycle'
import { deskRoles } from '../identity/domain/roles.ts'
import type { ReadJson } from './body.ts'
import { credentialOf } from './credential.ts'
import type { CachedCredential, CredentialCache } from './credential-cache.ts'
import { countsOfAnyone, countsOfCaller, isPerAccount } from './limits.ts'
import { type Quota, type RateLimiter, tooMany } from './rate-limiter.ts'
import type { CredentialResolver, ResolverOf } from './resolvers.ts'
import { checkSameOrigin } from './same-origin.ts'

export interface AdmissionOptions {
  resolverOf: ResolverOf
  credentialCache: CredentialCache
  rateLimiter: RateLimiter
  readJson: ReadJson
  /** Shares of the database connections. */
  requests: Gate
  /** The origin of `PUBLIC_URL`. */
  publicOrigin: string
}

/**
 * Decides whether a request may reach its endpoint: 401, then 429, then 413 and 415, then 403. It writes the
 * `RateLimit` headers, and leaves the caller in the request's state.
 */
export function createAdmission(options: AdmissionOptions) {
  const { resolverOf, credentialCache, rateLimiter, readJson, requests, publicOrigin } = options
  /** Networks that have used up their quota of failures, and until when. */
  const blocked = new Map<string, number>()
  /** How many guessable credentials each of them is loading right now. */
  const loading = new Map<string, number>()

  async function refuse(state: RequestState): Promise<never> {
    await countFailure(state)
    throw new ServiceError('unauthorized', 'The credential is not valid, or no longer.', challenge)
  }

  /** Same quota as `anonymous`, separate counter: failures behind a shared IP address do not block sign-in. */
  async function countFailure({ ip }: RequestState): Promise<void> {
    const network = networkOf(ip)
    const { quotas } = await rateLimiter.consume([{ name: 'anonymous', key: `credentials:${network}` }])
    const [quota] = quotas
    if (!quota || quota.allowed) return
    if (blocked.size >= maxBlocked) blocked.clear()
    blocked.set(network, Date.now() + quota.resetSeconds * 1000)
    throw tooMany(quota.resetSeconds)
  }

  /**
   * Reads the database. What anybody can make up is loaded within their IP address's share of connections; a network that
   * has guessed too often may load a few at a time, so that the guesses cost little and a neighbour's good key still gets
   * in. A forged token never reaches the database.
   */
  async function load(
    { isGuessable }: CredentialResolver,
    key: string,
    token: string,
    { ip }: RequestState,
  ): Promise<CachedCredential | undefined> {
    if (!isGuessable) return await credentialCache.load(key, token)
    return await requests.pass({ ip }, () => loadGuessable(key, token, ip))
  }

  async function loadGuessable(key: string, token: string, ip: string): Promise<CachedCredential | undefined> {
    const network = networkOf(ip)
    const waitSeconds = blockedSeconds(network)
    if (waitSeconds <= 0) return await credentialCache.load(key, token)
    const running = loading.get(network) ?? 0
    if (running >= maxBlockedLoads) throw tooMany(waitSeconds)
    loading.set(network, running + 1)
    try {
      return await credentialCache.load(key, token)
    } finally {
      const left = loading.get(network)! - 1
      if (left > 0) loading.set(network, left)
      else loading.delete(network)
    }
  }

  function blockedSeconds(network: string): number {
    const until = blocked.get(network)
    if (until === undefined) return 0
    const seconds = Math.ceil((until - Date.now()) / 1000)
    if (seconds <= 0) blocked.delete(network)
    return seconds
  }

  async function admitCredential(
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
    state: RequestState,
  ) {
    const token = credentialOf(request)
    if (token === undefined) throw new ServiceError('unauthorized', wanted(endpoint), challenge)
    const resolver = resolverOf(token)
    if (!resolver) return await refuse(state)
    const key = credentialCache.keyOf(token)
    let credential = credentialCache.get(key)
    if (!credential) {
      if (credentialCache.isRejected(key)) return await refuse(state)
      credential = await load(resolver, key, token, state)
      if (!credential) return await refuse(state)
    }
    const { quotas, values } = await rateLimiter.consume(
      countsOfCaller(endpoint, credential.caller, state.ip),
      credential.revocationKeys,
    )
    const caller = await credentialCache.validate(key, token, credential, values)
    if (!caller) return await refuse(state)
    state.caller = caller
    report(response, quotas)
  }

  async function admitAnyone(endpoint: Endpoint, response: ServerResponse, state: RequestState, body: unknown) {
    const { quotas } = await rateLimiter.consume(countsOfAnyone(endpoint, body, state.ip))
    report(response, quotas)
  }

  return async function admit(
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
    state: RequestState,
  ): Promise<void> {
    if (endpoint.callers.length === 0) {
      // The account is in the body, which the gateway answers itself; what is wrong with the body comes after the limit.
      const peeked = isPerAccount(endpoint) ? await readJson(endpoint, request, response) : undefined
      await admitAnyone(endpoint, response, state, peeked?.body)
      if (peeked?.error !== undefined) throw peeked.error
      checkBody(endpoint, request)
      if (endpoint.sameOrigin) checkSameOrigin(request, publicOrigin)
      return
    }
    await admitCredential(endpoint, request, response, state)
    checkBody(endpoint, request)
    checkCaller(endpoint, state.caller!)
  }
}

const maxBlocked = 10_000
const maxBlockedLoads = 4
const challenge = { headers: { 'WWW-Authenticate': 'Bearer realm="parley"' } }

const wanted = ({ callers }: Endpoint): string =>
  callers.includes('user') ? 'Send a bearer token or an API key.' : 'Send a visitor’s token.'

/** Writes `RateLimit-Policy` and `RateLimit` as the IETF draft has them; throws the 429 of a limit that is exceeded. */
function report(response: ServerResponse, quotas: readonly Quota[]): void {
  if (quotas.length === 0) return
  let policies = ''
  let limits = ''
  let waitSeconds = 0
  for (const { name, policy, allowed, remaining, resetSeconds } of quotas) {
    policies += policies ? `, ${policy}` : policy
    limits += `${limits && ', '}"${name}";r=${remaining};t=${resetSeconds}`
    if (!allowed) waitSeconds = Math.max(waitSeconds, resetSeconds)
  }
  response.setHeader('RateLimit-Policy', policies)
  response.setHeader('RateLimit', limits)
  if (waitSeconds > 0) throw tooMany(waitSeconds)
}

/** @throws ServiceError 403 when the contract wants another kind of callers, or what this one does not have */
function checkCaller(endpoint: Endpoint, caller: Principal): void {
  requireKind(endpoint, caller)
  if (caller.kind === 'user') checkPerson(endpoint, caller)
}

/** @throws ServiceError 403 when the contract wants a workspace, a scope or a role that a person does not have */
function checkPerson(endpoint: Endpoint, caller: AnyCaller): void {
  if (!isInWorkspace(caller)) {
    if (endpoint.workspace === 'optional') return
    throw new ServiceError('forbidden', 'You are in no workspace: create one, or accept an invitation.')
  }
  if (caller.scopes && !caller.scopes.includes(endpoint.scope))
    throw new ServiceError('forbidden', `This API key does not have the scope ${endpoint.scope}.`)
  if (endpoint.role && workspaceRoles.indexOf(caller.role) > workspaceRoles.indexOf(endpoint.role))
    throw new ServiceError('forbidden', forbiddenTo[endpoint.role])
  const { desk } = endpoint
  if (desk && !deskRoles({ role: caller.role, agent: caller.isAgent }).includes(desk))
    throw new ServiceError('forbidden', forbiddenTo[desk])
}

const isInWorkspace = (caller: AnyCaller): caller is Caller => caller.workspaceId !== null

const forbiddenTo = {
  owner: 'Only an owner of the workspace may do this.',
  admin: 'Only owners and admins of the workspace may do this.',
  member: 'Guests of the workspace may not do this.',
  CUSTOMER: 'Only owners and admins of the workspace may do this.',
  AGENT: 'Only agents of the workspace may do this.',
}
