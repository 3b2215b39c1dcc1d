import { visitorQuota } from '@parley/contracts/desk/widget-messages'
import { ServiceError } from '@parley/kit/errors'
import { networkOf } from '@parley/kit/network'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from './config.ts'

/** What an amount of is counted for one key, and when it is too much. */
interface Bound {
  name: string
  points: number
  seconds: number
  refusal: string
}

const kib = 1024

/**
 * Bounds what visitors, who may call themselves new as often as they like, bring with one widget key and from one address:
 * counted in Redis for all replicas, and by each while Redis is unavailable.
 */
export function createVisitorLimits({ redis }: Pick<ServiceRuntime<never>, 'redis'>, config: Config) {
  function counterOf({ name, points, seconds, refusal }: Bound) {
    const bound = { points, duration: seconds }
    const limiter = new RateLimiterRedis({
      ...bound,
      storeClient: redis,
      keyPrefix: `${config.REDIS_PREFIX}:${name}`,
      insuranceLimiter: new RateLimiterMemory(bound),
    })
    return async (key: string, amount: number): Promise<void> => {
      await limiter.consume(key, amount).catch((refused: unknown) => {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw new ServiceError('rate_limited', refusal, {
          headers: { 'Retry-After': `${Math.ceil(refused.msBeforeNext / 1_000)}` },
        })
      })
    }
  }

  const newVisitors = counterOf({
    ...{ name: 'new-visitors', points: config.NEW_VISITORS_PER_MINUTE, seconds: 60 },
    refusal: 'Too many new visitors of this widget key.',
  })
  const bytesOfAddress = counterOf({
    ...{ name: 'visitor-files', points: visitorQuota.fileBytes / kib, seconds: 3_600 },
    refusal: 'Too many files from this address in an hour.',
  })
  const bytesOfKey = counterOf({
    ...{ name: 'widget-key-files', points: config.VISITOR_FILE_MIB_PER_HOUR * kib, seconds: 3_600 },
    refusal: 'Too many files of this website’s visitors in an hour.',
  })
  const conversationsOfAddress = counterOf({
    ...{ name: 'visitor-conversations', points: config.ADDRESS_CONVERSATIONS_PER_HOUR, seconds: 3_600 },
    refusal: 'Too many new conversations from this address in an hour.',
  })
  const messagesOfAddress = counterOf({
    ...{ name: 'visitor-messages', points: config.ADDRESS_MESSAGES_PER_MINUTE, seconds: 60 },
    refusal: 'Too many messages from this address in a minute.',
  })

  return {
    /** @throws ServiceError 429 where the key has brought too many in this minute */
    countNewVisitor: (widgetKeyId: string): Promise<void> => newVisitors(widgetKeyId, 1),

    /** @throws ServiceError 429 where the address, or the key's visitors, have sent too much in this hour */
    async countFiles({ widgetKeyId, ip, bytes }: { widgetKeyId: string; ip: string; bytes: number }): Promise<void> {
      if (bytes === 0) return
      const amount = Math.ceil(bytes / kib)
      // Whoever is refused takes nothing from the others of the key.
      await bytesOfAddress(networkOf(ip), amount)
      await bytesOfKey(widgetKeyId, amount)
    },

    /** @throws ServiceError 429 where the address has written too much in this minute */
    countMessage: (ip: string): Promise<void> => messagesOfAddress(networkOf(ip), 1),

    /** @throws ServiceError 429 where the address has begun too many in this hour */
    countConversation: (ip: string): Promise<void> => conversationsOfAddress(networkOf(ip), 1),
  }
}

export type VisitorLimits = ReturnType<typeof createVisitorLimits>
