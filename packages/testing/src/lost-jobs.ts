import { Redis } from 'ioredis'
import type { Platform } from './platform.ts'

/** Has Redis lose every job of a kind, as one that was restored from a copy would have. */
export async function loseJobs({ redisUrl, redisPrefix }: Platform, name: string): Promise<void> {
  const redis = new Redis(redisUrl)
  try {
    const keys = await redis.keys(`${redisPrefix}:${name}:*`)
    if (keys.length > 0) await redis.del(keys)
  } finally {
    redis.disconnect()
  }
}
