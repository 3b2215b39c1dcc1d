import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import type { RemoteAuthor } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import type { Call } from './calls.ts'
import type { TeamsIdentity } from './payloads.ts'

const kept = { max: 20_000, ttl: 10 * 60_000 }
const User = z.object({ id: z.string(), displayName: z.string().nullish() })

/** Who people of a tenant are: looked up where a message does not say it, and kept for a while. */
export interface Directory {
  person(given: TeamsIdentity, signal: AbortSignal): Promise<RemoteAuthor>
  /** By their id, or by the address that they sign in with. */
  find(who: { id: string } | { handle: string }, signal: AbortSignal): Promise<RemoteAuthor | undefined>
}

export function createDirectory(graph: Call): Directory {
  const names = new LRUCache<string, string>(kept)

  async function load(id: string, signal: AbortSignal): Promise<string> {
    try {
      return User.parse(await graph('GET', `users/${encodeURIComponent(id)}`, signal)).displayName || id
    } catch (error) {
      // A guest of another tenant, or somebody whose account is gone.
      const isUnknown = error instanceof PlatformError && ['not_found', 'missing_scope'].includes(error.failure)
      if (!isUnknown) throw error
      return id
    }
  }

  return {
    async person({ id, displayName }, signal) {
      const name = displayName || names.get(id) || (await load(id, signal))
      names.set(id, name)
      return authorOf(id, name)
    },
    async find(who, signal) {
      try {
        const wanted = 'id' in who ? who.id : who.handle
        const { id, displayName } = User.parse(await graph('GET', `users/${encodeURIComponent(wanted)}`, signal))
        return authorOf(id, displayName || id)
      } catch (error) {
        if (error instanceof PlatformError && error.failure === 'not_found') return undefined
        throw error
      }
    },
  }
}

const authorOf = (id: string, name: string): RemoteAuthor => ({
  id,
  name,
  avatarUrl: null,
  isBot: false,
  isSelf: false,
})
