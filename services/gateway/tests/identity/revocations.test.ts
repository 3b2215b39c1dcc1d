import { randomUUID } from 'node:crypto'
import { createLog } from '@parley/kit/log'
import { connectRedis } from '@parley/kit/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newRedisPrefix } from '@parley/testing/platform'
import { describe, expect, inject, it, vi } from 'vitest'
import {
  credentialRevocationKey,
  invalidateCredential,
  invalidatePerson,
  personRevocationKey,
} from '../../src/identity/revocations.ts'

const log = createLog('gateway', { LOG_LEVEL: 'silent' })
const prefix = newRedisPrefix()
const redis = connectRedis(inject('parley').redisUrl, log)
const observer = connectRedis(inject('parley').redisUrl, log)
closeAfterwards({
  close: async () => {
    redis.disconnect()
    observer.disconnect()
  },
})
await Promise.all([redis, observer].map((each) => vi.waitUntil(() => each.status === 'ready', 30_000)))
const ctx = { redis, log, config: { REDIS_PREFIX: prefix } } as Parameters<typeof invalidatePerson>[0]

describe('a revocation version', () => {
  it('is there when setting it resolves, is new each time, and goes after an hour', async () => {
    const [workspaceId, userId] = [randomUUID(), randomUUID()]
    const key = personRevocationKey(prefix, workspaceId, userId)
    expect(key).toBe(`${prefix}:revocation:person:${workspaceId}:${userId}`)
    await invalidatePerson(ctx, workspaceId, userId)
    const first = await observer.get(key)
    await invalidatePerson(ctx, workspaceId, userId)
    const second = await observer.get(key)
    expect(first).toEqual(expect.any(String))
    expect(second).toEqual(expect.any(String))
    expect(second).not.toBe(first)
    expect(await observer.ttl(key)).toBeGreaterThan(3_590)
  })

  it('delays nobody while Redis is unavailable, and is set when it is back', async () => {
    const id = randomUUID()
    redis.disconnect(true)
    await invalidateCredential(ctx, id)
    await vi.waitUntil(() => observer.get(credentialRevocationKey(prefix, id)), 30_000)
  })
})
