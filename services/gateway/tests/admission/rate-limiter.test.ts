import { once } from 'node:events'
import { limitClasses } from '@parley/contracts/limits'
import { createLog } from '@parley/kit/log'
import { connectRedis } from '@parley/kit/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newRedisPrefix } from '@parley/testing/platform'
import { describe, expect, inject, it } from 'vitest'
import { createRateLimiter } from '../../src/admission/rate-limiter.ts'

const log = createLog('gateway', { LOG_LEVEL: 'silent' } as never)
const points = {
  ...Object.fromEntries(Object.keys(limitClasses).map((name) => [`RATE_LIMIT_${name.toUpperCase()}`, 100])),
  RATE_LIMIT_CHAT: 3,
  RATE_LIMIT_CHAT_ADDRESS: 10,
}

/** What counts for two gateways, with Redis or without. */
async function openLimiters(count: number, isConnected: boolean) {
  const config = { RATE_LIMITS: true, REDIS_PREFIX: newRedisPrefix(), ...points } as never
  return Promise.all(
    Array.from({ length: count }, async () => {
      const redis = connectRedis(inject('parley').redisUrl, log)
      closeAfterwards({ close: async () => redis.disconnect() })
      await redis.ping().catch(() => once(redis, 'ready'))
      return createRateLimiter({
        redis,
        circuit: { isClosed: () => isConnected, open: () => {} } as never,
        config,
        log,
      })
    }),
  )
}

describe('a request that one limit refuses', () => {
  it.each([
    ['over two gateways', 2, true],
    ['in memory, without Redis', 1, false],
  ])('counts in no other, %s', async (_, gateways, isConnected) => {
    const limiters = await openLimiters(gateways, isConnected)
    const ask = (person: string, i: number) =>
      limiters[i % gateways]!.consume([
        { name: 'chat', key: person },
        { name: 'chat_address', key: '192.0.2.7' },
      ])
    const allowed = async (person: string, times: number) => {
      const answers = await Promise.all(Array.from({ length: times }, (__, i) => ask(person, i)))
      return answers.filter(({ quotas }) => quotas.every((quota) => quota.allowed)).length
    }
    expect(await allowed('ada', 30)).toBe(3)
    expect((await ask('ada', 0)).quotas).toMatchObject([
      { name: 'chat', allowed: false, remaining: 0 },
      { name: 'chat_address', allowed: true, remaining: 7 },
    ])
    expect([await allowed('bob', 5), await allowed('cyd', 5), await allowed('dan', 5)]).toEqual([3, 3, 1])
    // The address has no room, which is not Dan's fault.
    expect((await ask('dan', 1)).quotas).toMatchObject([
      { name: 'chat', allowed: true, remaining: 2 },
      { name: 'chat_address', allowed: false, remaining: 0 },
    ])
  })
})
