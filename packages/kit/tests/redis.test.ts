import { once } from 'node:events'
import { createLog } from '@parley/kit/log'
import { connectRedis } from '@parley/kit/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { expect, inject, it } from 'vitest'

const log = createLog('test', { LOG_LEVEL: 'silent' })

/** Has the process do nothing else, as long work would. */
const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

it('an answer that came while the process was busy is not late', async () => {
  const redis = connectRedis(inject('parley').redisUrl, log, { autoPipelining: false })
  closeAfterwards({ close: async () => redis.disconnect() })
  if (redis.status !== 'ready') await once(redis, 'ready')
  const answer = redis.ping()
  block(1_500)
  expect(await answer).toBe('PONG')
})
