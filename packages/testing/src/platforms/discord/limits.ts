import { createHash } from 'node:crypto'

/** How many requests a route takes in a window. */
export interface BucketLimit {
  requests: number
  windowMs: number
}

/** What the headers of an answer say of its bucket. */
export interface BucketState {
  headers: Record<string, string>
  /** Seconds until the next request is taken, where this one is not. */
  retryAfterS: number | undefined
}

/** The limits of routes, each of which counts for one channel, guild or webhook by itself. */
export function createBuckets({ requests, windowMs }: BucketLimit): (route: string, major: string) => BucketState {
  const windows = new Map<string, { endsAt: number; used: number }>()
  return (route, major) => {
    const now = Date.now()
    const key = `${route} ${major}`
    const current = windows.get(key)
    const window = current && current.endsAt > now ? current : { endsAt: now + windowMs, used: 0 }
    windows.set(key, window)
    const isExceeded = window.used >= requests
    if (!isExceeded) window.used += 1
    const resetAfterS = (window.endsAt - now) / 1000
    return {
      headers: {
        'x-ratelimit-limit': String(requests),
        'x-ratelimit-remaining': String(requests - window.used),
        'x-ratelimit-reset': String(window.endsAt / 1000),
        'x-ratelimit-reset-after': String(resetAfterS),
        'x-ratelimit-bucket': createHash('sha256').update(route).digest('hex').slice(0, 32),
      },
      retryAfterS: isExceeded ? resetAfterS : undefined,
    }
  }
}
