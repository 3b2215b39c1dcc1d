import { Redis } from 'ioredis'
import type { Platform } from './platform.ts'

/** Has Redis lose every job of a kind, as one that was restored from a copy would have. */
export const loseJobs = ({ redisUrl, redisPrefix }: Platform, name: string): Promise<void> =>
  withRedis(redisUrl, async (redis) => {
    const keys = await redis.keys(`${redisPrefix}:${name}:*`)
    if (keys.length > 0) await redis.del(keys)
  })

/** The ids of the jobs of a kind that wait for a worker. */
export const listWaitingJobs = ({ redisUrl, redisPrefix }: Platform, name: string): Promise<string[]> =>
  withRedis(redisUrl, (redis) => redis.lrange(`${redisPrefix}:${name}:wait`, 0, -1))

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url)
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}
