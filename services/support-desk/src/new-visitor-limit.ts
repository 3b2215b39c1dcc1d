import { ServiceError } from '@parley/kit/errors'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from './config.ts'

/** Bounds the new visitors of each widget key, counted in Redis for all replicas, and by each while Redis is unavailable. */
export function createNewVisitorLimit({ redis }: Pick<ServiceRuntime<never>, 'redis'>, config: Config) {
  const bound = { points: config.NEW_VISITORS_PER_MINUTE, duration: 60 }
  const limiter = new RateLimiterRedis({
    ...bound,
    storeClient: redis,
    keyPrefix: `${config.REDIS_PREFIX}:new-visitors`,
    insuranceLimiter: new RateLimiterMemory(bound),
  })
  return {
    /** @throws ServiceError 429 where the key has brought too many in this minute */
    async count(widgetKeyId: string): Promise<void> {
      await limiter.consume(widgetKeyId).catch((refused: unknown) => {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw new ServiceError('rate_limited', 'Too many new visitors of this widget key.', {
          headers: { 'Retry-After': `${Math.ceil(refused.msBeforeNext / 1_000)}` },
        })
      })
    },
  }
}

export type NewVisitorLimit = ReturnType<typeof createNewVisitorLimit>
