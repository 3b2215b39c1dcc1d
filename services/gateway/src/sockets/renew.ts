import { type RenewAnswer, socketLimits } from '@parley/contracts/realtime'
import { ServiceError } from '@parley/kit/errors'
import type { Gate } from '@parley/kit/gate'
import type { ResolverOf } from '../admission/resolvers.ts'
import type { People } from './people.ts'
import type { ClientSocket } from './socket.ts'
import { TokenBucket } from './token-bucket.ts'

/** Gives open sockets new tokens, so that they outlive the one they were opened with. */
export function createRenew(options: {
  resolverOf: ResolverOf
  people: People
  /** Shares of the database connections. */
  requests: Gate
  isLimited: boolean
}) {
  const { resolverOf, people, requests, isLimited } = options
  const buckets = new WeakMap<ClientSocket, TokenBucket>()

  function mayRenew(socket: ClientSocket): boolean {
    const { renewBurst, renewPerSecond } = socketLimits
    const bucket = buckets.get(socket) ?? new TokenBucket(renewBurst, Date.now())
    buckets.set(socket, bucket)
    return bucket.take(renewBurst, renewPerSecond, Date.now())
  }

  /** @throws ServiceError for a token that is not valid (`unauthorized`), or of somebody else, or that may not read (`forbidden`) */
  return async function renew(socket: ClientSocket, token: string): Promise<RenewAnswer> {
    if (isLimited && !mayRenew(socket)) throw new ServiceError('rate_limited', 'Too many renewals; wait some seconds.')
    const { person } = socket.data
    const holders = { person: person.userId, workspace: person.workspaceId }
    const resolver = resolverOf(token)
    const credential = resolver && (await requests.pass(holders, () => resolver.resolve(token)))
    if (!credential) throw new ServiceError('unauthorized', 'This token is not valid, expired or revoked.')
    const { caller, expiresAt } = credential
    if (caller.kind !== 'user' || caller.userId !== person.userId || caller.workspaceId !== person.workspaceId)
      throw new ServiceError('forbidden', 'This token is of another person or workspace.')
    if (caller.scopes && !caller.scopes.includes('read'))
      throw new ServiceError('forbidden', 'This API key lacks the scope read.')
    const isAnother = socket.data.credentialId !== caller.credentialId
    socket.data.credentialId = caller.credentialId
    socket.data.expiresAt = expiresAt
    // What was published when it was revoked, if it was meanwhile, found no socket that had it.
    if (isAnother) await people.refresh(person)
    return { success: true, expires_in_ms: expiresInMs(socket) }
  }
}

/** Milliseconds until a socket's token expires; null for one that does not. */
export const expiresInMs = ({ data: { expiresAt } }: ClientSocket): number | null =>
  expiresAt === Number.POSITIVE_INFINITY ? null : Math.max(0, expiresAt - Date.now())
