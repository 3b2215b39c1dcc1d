import { hash } from 'node:crypto'
import type { AnyCaller } from '@parley/kit/assertion'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { credentialRevocationKey, personRevocationKey } from '../identity/revocations.ts'
import type { RedisCircuit } from './redis-circuit.ts'

/** The revocation versions of a credential and of its owner's membership, in this order, as Redis has them. */
export type RevocationVersions = readonly (string | null)[]

/** A credential as PostgreSQL has it, and where Redis keeps its revocation versions. */
export interface CachedCredential {
  caller: AnyCaller
  revocationKeys: [credential: string, person: string]
  /** The versions when the caller was read; undefined until a request has seen them. */
  versions: RevocationVersions | undefined
  /** Read once for several requests, possibly before the last of them arrived. */
  shared: boolean
}

const maxAgeMs = 60_000
const rejectedForMs = 10_000
/** Longer than any token of ours. */
const maxTokenLength = 4_096

/**
 * Whose credential a token is, cached for at most a minute and only while its revocation versions in Redis are
 * unchanged. While Redis is unavailable PostgreSQL is read for each request.
 */
export function createCredentialCache(options: {
  resolve: (token: string) => Promise<AnyCaller | undefined>
  circuit: RedisCircuit
  prefix: string
}) {
  const { resolve, circuit, prefix } = options
  const cached = new LRUCache<string, CachedCredential>({ max: 50_000, ttl: maxAgeMs })
  const rejected = new LRUCache<string, true>({ max: 10_000, ttl: rejectedForMs })
  const loading = new Map<string, Promise<CachedCredential | undefined>>()
  circuit.onOpen(() => cached.clear())

  async function read(token: string, { shared }: { shared: boolean }): Promise<CachedCredential | undefined> {
    const caller = await resolve(token)
    if (!caller) return undefined
    const { credentialId, workspaceId, userId } = caller
    const revocationKeys: CachedCredential['revocationKeys'] = [
      credentialRevocationKey(prefix, credentialId),
      personRevocationKey(prefix, workspaceId, userId),
    ]
    return { caller, revocationKeys, versions: undefined, shared }
  }

  /** Concurrent requests for the same answer share one query. */
  function readOnce(token: string, flight: string): Promise<CachedCredential | undefined> {
    let running = loading.get(flight)
    if (!running) {
      running = read(token, { shared: true }).finally(() => loading.delete(flight))
      loading.set(flight, running)
    }
    return running
  }

  function store(key: string, token: string, credential: CachedCredential): void {
    const ttl = Math.min(maxAgeMs, expiresInMs(token))
    if (ttl > 0 && circuit.isClosed()) cached.set(key, credential, { ttl })
  }

  function reject(key: string): void {
    cached.delete(key)
    rejected.set(key, true)
  }

  return {
    /** The cache key of a token; undefined for what cannot be one. */
    keyOf: (token: string): string | undefined =>
      token.length > maxTokenLength ? undefined : hash('sha256', token, 'base64'),

    /** Whether this token was refused a few seconds ago. */
    isRejected: (key: string): boolean => rejected.has(key),

    get: (key: string): CachedCredential | undefined => cached.get(key),

    /** Reads a credential from PostgreSQL. It is not cached before `validate`. */
    async load(key: string, token: string): Promise<CachedCredential | undefined> {
      // Without versions nothing shows a revocation between the start of a shared read and this request.
      const credential = circuit.isClosed() ? await readOnce(token, key) : await read(token, { shared: false })
      if (!credential) reject(key)
      return credential
    },

    /**
     * The caller, given the revocation versions that this request has seen. What was read under other versions is read
     * again: a version is set after the commit that it announces, so a read that follows it is at least as new.
     */
    async validate(
      key: string,
      token: string,
      credential: CachedCredential,
      seen: RevocationVersions | undefined,
    ): Promise<AnyCaller | undefined> {
      if (seen === undefined) return credential.shared ? await resolve(token) : credential.caller
      if (credential.versions !== undefined && same(credential.versions, seen)) return credential.caller
      if (credential.versions === undefined && seen[0] === null && seen[1] === null) {
        credential.versions = seen
        store(key, token, credential)
        return credential.caller
      }
      const current = await readOnce(token, `${key} ${seen[0]} ${seen[1]}`)
      if (!current) {
        reject(key)
        return undefined
      }
      current.versions = seen
      store(key, token, current)
      return current.caller
    },
  }
}

export type CredentialCache = ReturnType<typeof createCredentialCache>

const same = (a: RevocationVersions, b: RevocationVersions): boolean => a[0] === b[0] && a[1] === b[1]

/** Milliseconds until a JWT, whose signature has been checked, expires; an API key does not. */
function expiresInMs(token: string): number {
  const claims = jwt.decode(token, { json: true })
  return typeof claims?.exp === 'number' ? claims.exp * 1000 - Date.now() : Number.POSITIVE_INFINITY
}
