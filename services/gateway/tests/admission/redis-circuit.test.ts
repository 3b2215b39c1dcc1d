import { createLog } from '@parley/kit/log'
import { connectRedis } from '@parley/kit/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newRedisPrefix } from '@parley/testing/platform'
import { describe, expect, inject, it } from 'vitest'
import { createRedisCircuit } from '../../src/admission/redis-circuit.ts'
import { startProxy } from '../sockets/cuttable-proxy.ts'

const log = createLog('gateway', { LOG_LEVEL: 'silent' } as never)

/** A circuit of a gateway that starts, and the network between it and Redis. */
async function begin({ isReachable }: { isReachable: boolean }) {
  const url = new URL(inject('parley').redisUrl)
  const network = await startProxy(url.href)
  if (!isReachable) network.cut()
  const through = new URL(url)
  through.port = new URL(network.url).port
  const redis = connectRedis(through.href, log)
  const circuit = createRedisCircuit({ redis, prefix: newRedisPrefix(), log })
  closeAfterwards({
    close: async () => {
      circuit.stop()
      redis.disconnect()
    },
  })
  return { circuit, mend: () => network.mend(url.href) }
}

describe('a gateway that starts', () => {
  it('waits for Redis, so that its first request counts where those of all gateways do', async () => {
    const { circuit } = await begin({ isReachable: true })
    expect(circuit.isClosed()).toBe(false)
    await circuit.tried
    expect(circuit.isClosed()).toBe(true)
  })

  it('waits no longer where Redis cannot be reached, and relies on it once it can', async () => {
    const { circuit, mend } = await begin({ isReachable: false })
    await circuit.tried
    expect(circuit.isClosed()).toBe(false)
    mend()
    await expect.poll(() => circuit.isClosed(), { timeout: 20_000 }).toBe(true)
  })
})
