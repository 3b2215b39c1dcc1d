import type { VisitorCaller } from '@parley/kit/assertion'
import { visitorRevocationKeys } from '@parley/kit/revocations'
import { isVisitorToken, type VisitorTokens } from '@parley/kit/visitor-tokens'
import type { CredentialResolver } from './resolvers.ts'

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
