import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { createPushSubscription } from '@parley/contracts/identity/push'
import type { JobContract } from '@parley/contracts/job'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { createMetrics } from '@parley/kit/metrics'
import { connectRedis } from '@parley/kit/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { Person } from '@parley/testing/people'
import type { Platform } from '@parley/testing/platform'
import type { GatewayContext } from '../../src/context.ts'
import { createNotifier, type Notifier } from '../../src/push/notifier.ts'
import type { PushMessage } from '../../src/push/send-push.ts'
import type { DB } from '../../src/schema.ts'

/** Has somebody notified in a browser that nobody can call. */
export const subscribe = (who: Person) =>
  who.call(createPushSubscription, {
    endpoint: `https://push.invalid/${randomUUID()}`,
    keys: {
      p256dh: createECDH('prime256v1').generateKeys('base64url'),
      auth: randomBytes(16).toString('base64url'),
    },
  })

/** A job of the gateway as it runs it, with push services that only note what they are sent, and to whom, by their names. */
export function openJob<P>(
  platform: Platform,
  names: ReadonlyMap<string, string>,
  register: (ctx: Pick<GatewayContext, 'db' | 'work'>, notifier: Notifier) => void,
): (payload: P) => Promise<{ to: string; message: PushMessage }[]> {
  const log = createLog('gateway', { LOG_LEVEL: 'silent' })
  const db = createDatabase<DB>('gateway', { url: platform.database.urlOf('gateway'), poolSize: 1, log })
  const redis = connectRedis(platform.redisUrl, log)
  closeAfterwards({
    close: async () => {
      redis.disconnect()
      await db.destroy()
    },
  })
  const sent: { to: string; message: PushMessage }[] = []
  const push = {
    send: async (userId: string, message: PushMessage) => {
      sent.push({ to: names.get(userId)!, message })
      return ['sent' as const]
    },
  }
  const config = { REDIS_PREFIX: platform.redisPrefix }
  let handler: (payload: P, run: { signal: AbortSignal }) => Promise<void>
  const work = (_job: JobContract, given: typeof handler) => {
    handler = given
  }
  register(
    { db, work: work as unknown as GatewayContext['work'] },
    createNotifier({ redis, metrics: createMetrics('gateway'), config }, push),
  )
  return async (payload) => {
    await handler(payload, { signal: new AbortController().signal })
    return sent.splice(0).sort((a, b) => a.to.localeCompare(b.to))
  }
}
