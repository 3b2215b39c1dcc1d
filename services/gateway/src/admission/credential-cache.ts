import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { RedisCircuit } from './redis-circuit.ts'
import type { Credential, OutsideCaller } from './resolvers.ts'

/** The revocation versions of a credential, in the order of its keys, as Redis has them. */
export type RevocationVersions = readonly (string | null)[]

/** A credential as it was read. */
export interface CachedCredential extends Credential {
  /** The versions when the caller was read; undefined until a request has seen them. */
  versions: RevocationVersions | undefined
  /** Read once for several requests, possibly before the last of them arrived. */
  shared: boolean
}

const maxAgeMs = 60_000
/** No longer: a widget key may be active again, and a visitor blocked no more. */
const rejectedForMs = 1_000
/**
 * Whose credential a token is, cached for at most a minute and only while its revocation versions in Redis are
 * unchanged. While Redis is unavailable it is read anew for each request.
 *
 * @param resolve reads a credential as it is now
 */
export function createCredentialCache({
  resolve,
  circuit,
}: {
  resolve: (token: string) => Promise<Credential | undefined>
  circuit: RedisCircuit
}) {
  const cached = new LRUCache<string, CachedCredential>({ max: 50_000, ttl: maxAgeMs })
  const rejected = new LRUCache<string, true>({ max: 10_000, ttl: rejectedForMs })
  const loading = new Map<string, Promise<CachedCredential | undefined>>()
  circuit.onOpen(() => cached.clear())

  async function read(token: string, { shared }: { shared: boolean }): Promise<CachedCredential | undefined> {
    const credential = await resolve(token)
    return credential && { ...credential, versions: undefined, shared }
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

  function store(key: string, credential: CachedCredential): void {
    const ttl = Math.min(maxAgeMs, credential.expiresAt - Date.now())
    if (ttl > 0 && circuit.isClosed()) cached.set(key, credential, { ttl })
  }

  function reject(key: string): void {
    cached.delete(key)
    rejected.set(key, true)
  }

  return {
    /** The cache key of a token. */
    keyOf: (token: string): string => hash('sha256', token, 'base64'),

    /** Whether this token was refused within the last second. */
    isRejected: (key: string): boolean => rejected.has(key),

    get: (key: string): CachedCredential | undefined => cached.get(key),

    /** Reads a credential. It is not cached before `validate`. */
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
    ): Promise<OutsideCaller | undefined> {
      if (seen === undefined) return credential.shared ? (await resolve(token))?.caller : credential.caller
      if (credential.versions !== undefined && same(credential.versions, seen)) return credential.caller
      if (credential.versions === undefined && seen.every((version) => version === null)) {
        credential.versions = seen
        store(key, credential)
        return credential.caller
      }
      const current = await readOnce(token, `${key} ${seen.join(' ')}`)
      if (!current) {
        reject(key)
        return undefined
      }
      current.versions = seen
      store(key, current)
      return current.caller
    },
  }
}

export type CredentialCache = ReturnType<typeof createCredentialCache>

const same = (a: RevocationVersions, b: RevocationVersions): boolean =>
  a.every((version, index) => version === b[index])
