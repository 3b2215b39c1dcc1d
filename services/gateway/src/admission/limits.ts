import { type LimitName, limitClasses } from '@parley/contracts/limits'
import { ServiceError } from '@parley/kit/errors'
import type { Redis } from '@parley/kit/redis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '../config.ts'
import type { RedisCircuit } from './redis-circuit.ts'

/** Where a caller stands in one class after a request has been counted. */
export interface Standing {
  name: LimitName
  allowed: boolean
  remaining: number
  /** Whole seconds until the window begins anew. */
  resetSeconds: number
}

interface Limiter {
  policy: string
  points: number
  shared: RateLimiterRedis
  local: RateLimiterMemory
}

/** Counts in this process what Redis could not count, and says that it could not. */
class Insurance extends RateLimiterMemory {
  readonly #told: () => void

  constructor(options: { keyPrefix: string; points: number; duration: number }, told: () => void) {
    super(options)
    this.#told = told
  }

  override consume(key: string | number, points?: number): Promise<RateLimiterRes> {
    this.#told()
    return super.consume(key, points)
  }
}

/** Fixed windows per class and key, counted in Redis for all gateways together. */
export function createLimits(options: { redis: Redis; circuit: RedisCircuit; config: Config }) {
  const { redis, circuit, config } = options
  const limiters = new Map<LimitName, Limiter>()
  for (const [key, { seconds }] of Object.entries(limitClasses)) {
    const name = key as LimitName
    const points = config[`RATE_LIMIT_${name.toUpperCase() as Uppercase<LimitName>}`]
    const common = { keyPrefix: `${config.REDIS_PREFIX}:limit:${name}`, points, duration: seconds }
    const local = new Insurance(common, circuit.open)
    limiters.set(name, {
      policy: `"${name}";q=${points};w=${seconds}`,
      points,
      local,
      shared: new RateLimiterRedis({ ...common, storeClient: redis, insuranceLimiter: local }),
    })
  }

  return {
    /** Counts one request. Its command joins the round trip of whatever else this tick asks of Redis. */
    async count(name: LimitName, key: string): Promise<Standing> {
      const limiter = limiters.get(name)!
      try {
        return standing(name, limiter, await (circuit.isClosed() ? limiter.shared : limiter.local).consume(key))
      } catch (exceeded) {
        if (exceeded instanceof RateLimiterRes) return standing(name, limiter, exceeded)
        throw exceeded
      }
    },

    /** `RateLimit-Policy` and `RateLimit` as the IETF draft writes them. */
    headersOf(standings: readonly Standing[]): { policy: string; limit: string } {
      let policy = ''
      let limit = ''
      for (const { name, remaining, resetSeconds } of standings) {
        policy += `${policy && ', '}${limiters.get(name)!.policy}`
        limit += `${limit && ', '}"${name}";r=${remaining};t=${resetSeconds}`
      }
      return { policy, limit }
    },
  }
}

export type Limits = ReturnType<typeof createLimits>

const standing = (name: LimitName, { points }: Limiter, result: RateLimiterRes): Standing => ({
  name,
  allowed: result.consumedPoints <= points,
  remaining: result.remainingPoints,
  resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
})

/** A 429 that says when to come back. */
export function tooMany(exceeded: readonly Standing[]): ServiceError {
  const seconds = Math.max(...exceeded.map(({ resetSeconds }) => resetSeconds))
  return new ServiceError('rate_limited', `Too many requests. Try again in ${seconds} s.`, {
    headers: { 'Retry-After': String(seconds) },
  })
}
