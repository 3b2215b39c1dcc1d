import { type LimitName, limitClasses } from '@parley/contracts/limits'
import { ServiceError } from '@parley/kit/errors'
import type { Log } from '@parley/kit/log'
import type { Redis } from '@parley/kit/redis'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '../config.ts'
import { createRedisBatch } from './redis-batch.ts'
import type { RedisCircuit } from './redis-circuit.ts'

/** One thing to count: a class of limits, and for whom. */
export interface Count {
  name: LimitName
  key: string
}

/** What is left of a class after a request has been counted. */
export interface Quota {
  name: LimitName
  /** `"messages";q=60;w=60`, as the IETF draft writes a policy. */
  policy: string
  allowed: boolean
  remaining: number
  /** Whole seconds until the next window begins. */
  resetSeconds: number
}

/** The answer to one request, from Redis or, while that is unavailable, from memory. */
export interface Consumed {
  quotas: Quota[]
  /** The values asked for; undefined when Redis could not be asked. */
  values: (string | null)[] | undefined
}

interface Limiter {
  prefix: string
  policy: string
  points: number
  seconds: number
  memory: RateLimiterMemory
}

/**
 * The limits, counted in Redis for all gateways together. While Redis is unavailable each gateway counts in its own memory.
 */
export function createRateLimiter(options: { redis: Redis; circuit: RedisCircuit; config: Config; log: Log }) {
  const { circuit, config, log } = options
  const askRedis = createRedisBatch(options.redis)
  const limiters = new Map<LimitName, Limiter>()
  for (const [key, { seconds }] of Object.entries(limitClasses)) {
    const name = key as LimitName
    const points = config[`RATE_LIMIT_${name.toUpperCase() as Uppercase<LimitName>}`]
    limiters.set(name, {
      prefix: `${config.REDIS_PREFIX}:limit:${name}:`,
      policy: `"${name}";q=${points};w=${seconds}`,
      points,
      seconds,
      memory: new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }),
    })
  }

  async function countInRedis(counts: readonly Count[], keys: readonly string[]): Promise<Consumed> {
    const windows = counts.map(({ name, key }) => {
      const { prefix, seconds } = limiters.get(name)!
      return { key: prefix + key, seconds }
    })
    const { counted, values } = await askRedis(windows, keys)
    return { quotas: counted.map(({ consumed, msLeft }, i) => quota(counts[i]!.name, consumed, msLeft)), values }
  }

  async function countInMemory({ name, key }: Count): Promise<Quota> {
    const counted = await limiters
      .get(name)!
      .memory.consume(key)
      .catch((exceeded: unknown) => {
        if (exceeded instanceof RateLimiterRes) return exceeded
        throw exceeded
      })
    return quota(name, counted.consumedPoints, counted.msBeforeNext)
  }

  function quota(name: LimitName, consumed: number, msLeft: number): Quota {
    const { policy, points } = limiters.get(name)!
    return {
      name,
      policy,
      allowed: consumed <= points,
      remaining: Math.max(points - consumed, 0),
      resetSeconds: Math.max(1, Math.ceil(msLeft / 1000)),
    }
  }

  return {
    /** Counts one request (nothing where rate limits are off) and reads the values of these keys, in one round trip. */
    async consume(counts: readonly Count[], keys: readonly string[] = []): Promise<Consumed> {
      const counted = config.RATE_LIMITS ? counts : []
      if (circuit.isClosed()) {
        try {
          return await countInRedis(counted, keys)
        } catch (error) {
          log.debug({ err: error }, 'Redis did not answer a request')
          circuit.open()
        }
      }
      return { quotas: await Promise.all(counted.map(countInMemory)), values: undefined }
    },
  }
}

/** A 429 with `Retry-After`. */
export const tooMany = (seconds: number): ServiceError =>
  new ServiceError('rate_limited', `Too many requests. Try again in ${seconds} s.`, {
    headers: { 'Retry-After': String(seconds) },
  })

export type RateLimiter = ReturnType<typeof createRateLimiter>
