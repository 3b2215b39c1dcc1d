import { hash } from 'node:crypto'
import type { Caller } from '@parley/kit/assertion'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { credentialStampKey, personStampKey } from '../identity/stamps.ts'
import type { RedisCircuit } from './redis-circuit.ts'

/** The stamps of a credential and of its bearer's standing, in this order, as Redis has them. */
export type Stamps = readonly (string | null)[]

/** What is known of a credential, and where Redis keeps its stamps. */
export interface Bearer {
  caller: Caller
  keys: [credential: string, person: string]
  /** What the stamps were when the caller was read; undefined until they have been seen. */
  stamps: Stamps | undefined
  /** Read on behalf of several requests, and perhaps before the last of them had come. */
  shared: boolean
}

const knownForMs = 60_000
const unknownForMs = 10_000
/** Longer than any token of ours. */
const maxTokenLength = 4_096

/**
 * Who bears a token, remembered for at most a minute and only as long as its stamps in Redis stay what they were.
 * While Redis is away PostgreSQL is asked each time.
 */
export function createBearers(options: {
  resolve: (token: string) => Promise<Caller | undefined>
  circuit: RedisCircuit
  prefix: string
}) {
  const { resolve, circuit, prefix } = options
  const known = new LRUCache<string, Bearer>({ max: 50_000, ttl: knownForMs })
  const unknown = new LRUCache<string, true>({ max: 10_000, ttl: unknownForMs })
  const loading = new Map<string, Promise<Bearer | undefined>>()
  circuit.onOpen(() => known.clear())

  async function read(token: string, { shared }: { shared: boolean }): Promise<Bearer | undefined> {
    const caller = await resolve(token)
    if (!caller) return undefined
    const { credentialId, workspaceId, userId } = caller
    const keys: Bearer['keys'] = [credentialStampKey(prefix, credentialId), personStampKey(prefix, workspaceId, userId)]
    return { caller, keys, stamps: undefined, shared }
  }

  /** Requests that need the same answer share one look into the database. */
  function load(token: string, flight: string): Promise<Bearer | undefined> {
    let running = loading.get(flight)
    if (!running) {
      running = read(token, { shared: true }).finally(() => loading.delete(flight))
      loading.set(flight, running)
    }
    return running
  }

  function keep(name: string, token: string, bearer: Bearer): void {
    const ttl = Math.min(knownForMs, expiresInMs(token))
    if (ttl > 0 && circuit.isClosed()) known.set(name, bearer, { ttl })
  }

  function forget(name: string): void {
    known.delete(name)
    unknown.set(name, true)
  }

  return {
    /** The name under which a token is remembered; undefined for what cannot be one. */
    nameOf: (token: string): string | undefined =>
      token.length > maxTokenLength ? undefined : hash('sha256', token, 'base64'),

    /** Whether this very token was refused a moment ago. */
    isKnownBad: (name: string): boolean => unknown.has(name),

    recall: (name: string): Bearer | undefined => known.get(name),

    /** Who PostgreSQL says bears it. What comes back is not remembered before `confirm`. */
    async find(name: string, token: string): Promise<Bearer | undefined> {
      // Without stamps nothing would tell of a revocation between the beginning of a shared look and this request.
      const bearer = circuit.isClosed() ? await load(token, name) : await read(token, { shared: false })
      if (!bearer) forget(name)
      return bearer
    },

    /**
     * The caller, given the stamps that this request has seen. Whoever was read before a stamp was set is read again;
     * a stamp is set after the commit it tells of, so what is read after a stamp was seen is at least as new as it.
     */
    async confirm(name: string, token: string, bearer: Bearer, seen: Stamps | undefined): Promise<Caller | undefined> {
      if (seen === undefined) return bearer.shared ? await resolve(token) : bearer.caller
      if (bearer.stamps !== undefined && same(bearer.stamps, seen)) return bearer.caller
      if (bearer.stamps === undefined && seen[0] === null && seen[1] === null) {
        bearer.stamps = seen
        keep(name, token, bearer)
        return bearer.caller
      }
      const fresh = await load(token, `${name} ${seen[0]} ${seen[1]}`)
      if (!fresh) {
        forget(name)
        return undefined
      }
      fresh.stamps = seen
      keep(name, token, fresh)
      return fresh.caller
    },
  }
}

export type Bearers = ReturnType<typeof createBearers>

const same = (a: Stamps, b: Stamps): boolean => a[0] === b[0] && a[1] === b[1]

/** How long a JWT goes on being one; what is none does not expire by itself. Its signature has been checked before. */
function expiresInMs(token: string): number {
  const claims = jwt.decode(token, { json: true })
  return typeof claims?.exp === 'number' ? claims.exp * 1000 - Date.now() : Number.POSITIVE_INFINITY
}
