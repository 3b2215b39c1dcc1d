import type { Log } from '@parley/kit/log'
import type { Redis } from '@parley/kit/redis'
import { withTimeout } from '@parley/kit/with-timeout'

const probeEveryMs = 250
const probeTimeoutMs = 1_000
const firstTryMs = 3_000

/**
 * Whether Redis can be relied upon right now. One failure opens the circuit, so that a Redis that hangs delays
 * the requests in flight and no later ones; a probe that can write closes it again.
 */
export function createRedisCircuit({ redis, prefix, log }: { redis: Redis; prefix: string; log: Log }) {
  let closed = redis.status === 'ready'
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const onOpen: (() => void)[] = []
  const tried = Promise.withResolvers<void>()

  function open(): void {
    if (!closed || stopped) return
    closed = false
    log.warn('admission works without Redis: limits are counted in memory, credentials are read from PostgreSQL')
    for (const notify of onOpen) notify()
    probeSoon()
  }

  function close(): void {
    if (closed || stopped) return
    closed = true
    tried.resolve()
    log.info('admission works with Redis')
  }

  function probeSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(probe, probeEveryMs)
    timer.unref()
  }

  async function probe(): Promise<void> {
    if (closed || stopped) return
    try {
      if (redis.status !== 'ready') throw new Error('not connected')
      await withTimeout(probeTimeoutMs, redis.set(`${prefix}:probe`, '1', 'EX', 60), 'no answer')
      close()
    } catch {
      probeSoon()
    }
  }

  redis.on('ready', probe)
  redis.on('close', open)
  if (closed) tried.resolve()
  else {
    redis.once('close', tried.resolve)
    setTimeout(tried.resolve, firstTryMs).unref()
    probeSoon()
  }

  return {
    /** Resolves once Redis can be relied upon, or cannot be reached: requests before it are counted in memory. */
    tried: tried.promise,
    /** False while Redis must not be asked. */
    isClosed: (): boolean => closed,
    /** Reports that a command has failed. */
    open,
    /** Calls `notify` whenever the circuit opens. */
    onOpen(notify: () => void): void {
      onOpen.push(notify)
    },
    stop(): void {
      stopped = true
      clearTimeout(timer)
    },
  }
}

export type RedisCircuit = ReturnType<typeof createRedisCircuit>
