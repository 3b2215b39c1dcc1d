import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createLog } from '@parley/kit/log'
import { connectSubscriber } from '@parley/kit/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newRedisPrefix } from '@parley/testing/platform'
import { expect, inject, it, vi } from 'vitest'
import { createSubscriptions } from '../../src/sockets/subscriptions.ts'

const heartbeatMs = 50

/** Subscriptions whose heartbeat the test calls. */
async function open() {
  const log = createLog('gateway', { LOG_LEVEL: 'silent' })
  const subscriber = connectSubscriber(inject('parley').redisUrl, log)
  closeAfterwards({ close: () => subscriber.quit() })
  const heartbeats: (() => unknown)[] = []
  const onLost = vi.fn()
  const restored = Promise.withResolvers<void>()
  const subscriptions = createSubscriptions({
    subscriber,
    prefix: newRedisPrefix(),
    heartbeatMs,
    every(_name, _ms, work) {
      heartbeats.push(() => work(AbortSignal.timeout(60_000)))
      return { wake() {} }
    },
    log,
    onMessage: () => {},
    onLost,
    onRestored: restored.resolve,
  })
  subscriptions.start()
  closeAfterwards({ close: async () => subscriptions.close() })
  await restored.promise
  vi.spyOn(subscriber, 'disconnect')
  return { subscriber, onLost, checkAlive: heartbeats[0]! }
}

it('keeps its connection when it was this process that was busy', async () => {
  const { checkAlive, subscriber } = await open()
  const checked = checkAlive()
  await nextTurn() // The PING is sent.
  const busyUntil = performance.now() + 3 * heartbeatMs
  while (performance.now() < busyUntil);
  await checked
  expect(subscriber.disconnect).not.toHaveBeenCalled()
})

it('connects again when Redis does not answer', async () => {
  const { checkAlive, subscriber, onLost } = await open()
  vi.spyOn(subscriber, 'ping').mockReturnValue(new Promise(() => {}))
  const closed = once(subscriber, 'close')
  await checkAlive()
  await closed
  expect(onLost).toHaveBeenCalledOnce()
})
