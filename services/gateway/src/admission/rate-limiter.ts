import { type LimitName, limitClasses } from '@parley/contracts/limits'
import { ServiceError } from '@parley/kit/errors'
import type { Log } from '@parley/kit/log'
import type { Redis } from '@parley/kit/redis'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Config } from '../config.ts'
import { createRedisBatch } from './redis-batch.ts'
import type { RedisCircuit } from './redis-circuit.ts'

/** One thing to count: a class of limits, and for whom. */
export interface Count {
  name: LimitName
  key: string
}

/** What is left of a class after a request has been counted, or refused. */
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
      const { prefix, seconds, points } = limiters.get(name)!
      return { key: prefix + key, seconds, points }
    })
    const { counted, values } = await askRedis(windows, keys)
    return { quotas: counted.map(({ consumed, msLeft }, i) => quota(counts[i]!.name, consumed, msLeft)), values }
  }

  let counting: Promise<unknown> = Promise.resolve()

  /** One request after the other, so that none is counted between another's look and its count. */
  function countInMemory(counts: readonly Count[]): Promise<Quota[]> {
    const counted = counting.then(() => countAlone(counts))
    counting = counted.catch(() => {})
    return counted
  }

  async function countAlone(counts: readonly Count[]): Promise<Quota[]> {
    const before = await Promise.all(counts.map(({ name, key }) => limiters.get(name)!.memory.get(key)))
    const isFull = (i: number) => (before[i]?.consumedPoints ?? 0) >= limiters.get(counts[i]!.name)!.points
    const isRefused = counts.some((_, i) => isFull(i))
    return Promise.all(
      counts.map(async ({ name, key }, i) => {
        const { memory, seconds } = limiters.get(name)!
        if (!isRefused) {
          const { consumedPoints, msBeforeNext } = await memory.consume(key)
          return quota(name, consumedPoints, msBeforeNext)
        }
        const { consumedPoints = 0, msBeforeNext = seconds * 1000 } = before[i] ?? {}
        return quota(name, consumedPoints + (isFull(i) ? 1 : 0), msBeforeNext)
      }),
    )
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
    /**
     * Counts one request, in none of its limits where it exceeds one (nothing where rate limits are off), and reads the
     * values of these keys, in one round trip.
     */
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
      return { quotas: await countInMemory(counted), values: undefined }
    },
  }
}

/** A 429 with `Retry-After`. */
export const tooMany = (seconds: number): ServiceError =>
  new ServiceError('rate_limited', `Too many requests. Try again in ${seconds} s.`, {
    headers: { 'Retry-After': String(seconds) },
  })

export type RateLimiter = ReturnType<typeof createRateLimiter>
