import type { VisitorCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Redis } from '@parley/kit/redis'
import { visitorRevocationKeys } from '@parley/kit/revocations'
import { isVisitorToken, type VisitorTokens } from '@parley/kit/visitor-tokens'
import type { CredentialResolver } from './resolvers.ts'

/**
 * Which of these visitors may call, as whoever issues their tokens has it now: the widget key is active, the visitor is
 * there. It is asked before a token is cached, and again when a revocation version of it has changed.
 *
 * @returns an answer for each, in the order given
 */
export type VisitorAccess = (visitors: readonly VisitorCaller[]) => Promise<boolean[]>

/**
 * Visitors may call until one of their revocation versions is set, and while Redis says so: the answer where nothing
 * else knows.
 *
 * @throws ServiceError 503 while Redis is unavailable
 */
export const accessByVersions =
  (redis: Pick<Redis, 'mget'>, prefix: string): VisitorAccess =>
  async (visitors) => {
    const versions = await redis
      .mget(visitors.flatMap((visitor) => visitorRevocationKeys(prefix, visitor)))
      .catch((cause) => {
        throw new ServiceError('unavailable', 'Visitors’ tokens cannot be checked right now.', { cause })
      })
    return visitors.map((_, index) => versions[2 * index] === null && versions[2 * index + 1] === null)
  }

/** Resolves visitors' tokens. */
export const createVisitorResolver = (options: {
  tokens: VisitorTokens
  /** Whether a visitor's token is still good. */
  mayVisit: (visitor: VisitorCaller) => Promise<boolean>
  prefix: string
}): CredentialResolver => ({
  matches: isVisitorToken,
  isGuessable: false,
  async resolve(token) {
    const { tokens, mayVisit, prefix } = options
    const found = tokens.read(token)
    if (!found || !(await mayVisit(found.visitor))) return undefined
    const { visitor, expiresAt } = found
    return { caller: visitor, expiresAt, revocationKeys: visitorRevocationKeys(prefix, visitor) }
  },
})
