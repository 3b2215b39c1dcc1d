import type { AnyCaller, VisitorCaller } from '@parley/kit/assertion'

/** Who comes to the gateway: services call each other directly. */
export type OutsideCaller = AnyCaller | VisitorCaller

/** What a credential is found to be. */
export interface Credential {
  caller: OutsideCaller
  /** Milliseconds since 1970; Infinity for one that does not expire. */
  expiresAt: number
  /** Where Redis keeps the revocation versions on which it stands. */
  revocationKeys: readonly string[]
}

/** Knows one kind of credential. */
export interface CredentialResolver {
  /** Whether a token has its form; nothing is checked. No other kind has the same. */
  matches(token: string): boolean
  /** Whether it looks up what anybody can make up: guesses are then bounded per IP address. */
  isGuessable: boolean
  /** The credential as it is now; undefined for one that is unknown, expired or revoked. */
  resolve(token: string): Promise<Credential | undefined>
}

/** Longer than any token of ours. */
const maxTokenLength = 4_096

/** Finds, by its form, what kind of credential a token is; undefined for what cannot be one. */
export const createResolverOf =
  (resolvers: readonly CredentialResolver[]) =>
  (token: string): CredentialResolver | undefined =>
    token.length > maxTokenLength ? undefined : resolvers.find(({ matches }) => matches(token))

export type ResolverOf = ReturnType<typeof createResolverOf>
