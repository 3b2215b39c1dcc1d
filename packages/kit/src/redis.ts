import { Redis as IoRedis } from 'ioredis'
import { markFailure } from './errors.ts'
import type { Log } from './log.ts'

type SendCommand = Parameters<IoRedis['sendCommand']>

/** What ioredis rejects a command with that has taken longer than `commandTimeout`. */
const timedOut = 'Command timed out'

/**
 * Marks what a command fails with; also those of pipelines, which take the failures of their commands. A process that was
 * busy reads the answers that have come meanwhile before it finds that one is late.
 */
export class Redis extends IoRedis {
  override sendCommand(...[command, stream]: SendCommand): unknown {
    const { reject } = command
    command.reject = (error) => {
      const fail = () => reject(markFailure('redis', error))
      if (error.message === timedOut) setImmediate(fail)
      else fail()
    }
    return super.sendCommand(command, stream)
  }
}

/**
 * A connection for commands: fails at once while Redis is unavailable instead of queueing, and sends what one tick of the
 * event loop asks for in one round trip.
 */
export function connectRedis(url: string, log: Log, options: { autoPipelining?: boolean } = {}): Redis {
  const redis = new Redis(url, {
    enableAutoPipelining: options.autoPipelining ?? true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 1_000,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, 1_000),
  })
  return quiet(redis, log)
}

/** A connection for subscriptions: subscribes to its channels again when Redis is back. */
export function connectSubscriber(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    autoResubscribe: true,
    maxRetriesPerRequest: null,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, 1_000),
  })
  return quiet(redis, log)
}

/** A connection for BullMQ, which wants to wait for Redis rather than fail, and pipelines by itself. */
export function connectQueue(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    enableAutoPipelining: false,
    maxRetriesPerRequest: null,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, 1_000),
  })
  return quiet(redis, log)
}

/** Logs once that Redis was lost and once that it came back, not once a retry. */
function quiet(redis: Redis, log: Log): Redis {
  let lost = false
  redis.on('error', (error) => {
    if (!lost) log.warn({ err: error }, 'Redis is unavailable')
    lost = true
  })
  redis.on('ready', () => {
    if (lost) log.info('Redis is back')
    lost = false
  })
  return redis
}
