import { toServiceError } from '@parley/kit/errors'
import { createLog } from '@parley/kit/log'
import { connectQueue, connectRedis } from '@parley/kit/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it } from 'vitest'

const log = createLog('test', { LOG_LEVEL: 'silent' })
const nowhere = '127.0.0.1:9'
const failureOf = (work: Promise<unknown>) => work.then(() => 'no failure', toServiceError)

describe('a refused connection', () => {
  it.each([
    ['a command', true, (redis: ReturnType<typeof connectRedis>) => redis.get('key')],
    ['a command that is not pipelined', false, (redis: ReturnType<typeof connectRedis>) => redis.get('key')],
    ['a pipeline', false, (redis: ReturnType<typeof connectRedis>) => redis.multi().get('key').exec()],
  ])('to Redis is answered as Redis’s: %s', async (_what, autoPipelining, ask) => {
    const redis = connectRedis(`redis://${nowhere}`, log, { autoPipelining })
    closeAfterwards({ close: async () => redis.disconnect() })
    expect(await failureOf(ask(redis))).toMatchObject({
      code: 'unavailable',
      message: 'Redis cannot be reached right now.',
    })
  })

  it('of a queue’s commands that wait for Redis is Redis’s, when they are given up', async () => {
    const redis = connectQueue(`redis://${nowhere}`, log)
    const asked = failureOf(redis.get('key'))
    redis.disconnect()
    expect(await asked).toMatchObject({ code: 'unavailable', message: 'Redis cannot be reached right now.' })
  })

  it('to anything else is no dependency’s', async () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    expect(toServiceError(error)).toMatchObject({ code: 'internal', cause: error })
  })
})
