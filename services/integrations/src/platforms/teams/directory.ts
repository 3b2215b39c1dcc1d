import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import type { RemoteAuthor } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import type { Call } from './calls.ts'
import type { TeamsIdentity } from './payloads.ts'

const kept = { max: 20_000, ttl: 10 * 60_000 }
const User = z.object({ displayName: z.string().nullish() })

/** Who people of a tenant are: looked up where a message does not say it, and kept for a while. */
export interface Directory {
  person(given: TeamsIdentity, signal: AbortSignal): Promise<RemoteAuthor>
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
      return { id, name, avatarUrl: null, isBot: false, isSelf: false }
    },
  }
}
