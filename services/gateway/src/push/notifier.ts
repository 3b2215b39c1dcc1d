import { createOutsideFetch } from '@parley/kit/outside/fetch'
import { createPresenceReader } from '@parley/kit/presence'
import { Counter } from 'prom-client'
import type { GatewayContext } from '../context.ts'
import { createPush, type Push, type PushMessage } from './send-push.ts'

/** What has waited for longer is no news any more. */
const maxAgeMs = 3_600_000
/** Notifications of one person in a minute, however much happens. */
const maxPerMinute = 20
const peopleAtOnce = 20
const maxBodyCharacters = 300

/** Of whom nobody is notified: they see it as it is, or are not to be disturbed. */
const reached = new Set<string>(['online', 'dnd'])

/** Somebody who is to be notified, unless they are online. */
export interface Notification {
  userId: string
  message: PushMessage
}

/** What they are notified of. */
export interface News {
  workspaceId: string
  /** A message, or an event: each person is notified of it once, however often this is tried. */
  id: string
  at: string
}

/** A text as far as a notification shows it. */
export const shownText = (text: string): string =>
  text.length > maxBodyCharacters ? `${text.slice(0, maxBodyCharacters - 1)}…` : text

/** Whether it is too late to notify anybody of it. */
export const isOld = ({ at }: Pick<News, 'at'>): boolean => Date.now() - Date.parse(at) > maxAgeMs

type NotifierContext = Pick<GatewayContext, 'redis' | 'metrics'> & { config: { REDIS_PREFIX: string } }

/** Notifies people in their browsers who are not online: of one thing once, and not of very much in a minute. */
export function createNotifier({ redis, metrics, config }: NotifierContext, push: Pick<Push, 'send'>) {
  const prefix = config.REDIS_PREFIX
  const statusesOf = createPresenceReader(redis, prefix)
  const sent = new Counter({
    name: 'parley_push_notifications_total',
    help: 'Notifications sent to browsers by Web Push, by what became of them.',
    labelNames: ['outcome'],
    registers: [metrics.registry],
  })

  /** Whether this person is to be notified of it now: neither a repeated job nor a flood sends again. */
  async function claim(id: string, userId: string): Promise<boolean> {
    const isFirst = await redis.set(`${prefix}:push:of:${id}:${userId}`, '', 'PX', maxAgeMs, 'NX')
    if (!isFirst) return false
    const count = `${prefix}:push:count:${userId}`
    const answers = await redis.multi().set(count, 0, 'EX', 60, 'NX').incr(count).exec()
    const [, [, sentSoFar]] = answers as [unknown, [null, number]]
    return sentSoFar <= maxPerMinute
  }

  async function notify(id: string, { userId, message }: Notification): Promise<void> {
    if (!(await claim(id, userId))) return
    for (const outcome of await push.send(userId, message)) sent.inc({ outcome })
  }

  return {
    async notifyAbsent(
      { workspaceId, id }: Omit<News, 'at'>,
      notifications: readonly Notification[],
      signal: AbortSignal,
    ): Promise<void> {
      const statuses = await statusesOf(notifications.map(({ userId }) => ({ workspaceId, userId })))
      const absent = notifications.filter((_, index) => !reached.has(statuses[index]!))
      for (let first = 0; first < absent.length; first += peopleAtOnce) {
        signal.throwIfAborted()
        await Promise.all(absent.slice(first, first + peopleAtOnce).map((each) => notify(id, each)))
      }
    },
  }
}

export type Notifier = ReturnType<typeof createNotifier>

/** The notifier of this deployment; undefined where push is not configured, and nobody can have subscribed. */
export function openNotifier(ctx: GatewayContext): Notifier | undefined {
  const { VAPID_PRIVATE_KEY: vapid, PUBLIC_URL, OUTSIDE_ALLOWED } = ctx.config
  if (!vapid) return undefined
  const outside = createOutsideFetch({ allowed: OUTSIDE_ALLOWED })
  ctx.onClose('calls to push services', outside.close)
  const contact = PUBLIC_URL.startsWith('https:') ? PUBLIC_URL : 'mailto:parley@localhost'
  return createNotifier(ctx, createPush({ db: ctx.db, outside, vapid, contact }))
}
