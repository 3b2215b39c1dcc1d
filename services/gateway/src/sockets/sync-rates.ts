import { socketLimits } from '@parley/contracts/realtime'
import { TokenBucket } from './token-bucket.ts'

/** Who asks, by the room of their own sockets. */
type Asking = { room: string }

/** How much `sync` may answer to each person, however many sockets they have and how often they connect. */
export function createSyncRates() {
  /** By person, the one who asked last at the end. */
  const buckets = new Map<string, TokenBucket>()
  const { syncBurstBytes: burst, syncBytesPerSecond: perSecond, syncMinBytes } = socketLimits

  function bucketOf({ room }: Asking, now: number): TokenBucket {
    const bucket = buckets.get(room) ?? new TokenBucket(burst, now)
    buckets.delete(room)
    buckets.set(room, bucket)
    for (const [oldest, each] of buckets) {
      if (each === bucket || !each.isFull(burst, perSecond, now)) break
      buckets.delete(oldest)
    }
    return bucket
  }

  const take = (person: Asking, bytes: number): boolean => {
    const now = Date.now()
    return bucketOf(person, now).take(burst, perSecond, now, bytes)
  }

  return {
    /** Whether a person may ask now; counted as the least that a `sync` does. */
    mayAsk: (person: Asking): boolean => take(person, syncMinBytes),
    /** Counts an answer's events, once they are known. */
    count(person: Asking, bytes: number): void {
      if (bytes > syncMinBytes) take(person, bytes - syncMinBytes)
    },
  }
}
