import { notifyPeople } from '@parley/contracts/identity/jobs'
import type { Message } from '@parley/contracts/messages/message'
import { encodeId } from '@parley/contracts/type-id'
import { createOutsideFetch } from '@parley/kit/outside/fetch'
import { createPresenceReader } from '@parley/kit/presence'
import type { Redis } from '@parley/kit/redis'
import { Counter } from 'prom-client'
import type { GatewayContext } from '../context.ts'
import { findRecipients, type Recipient } from './recipients.ts'
import { createPush, type Push, type PushMessage } from './send-push.ts'

/** What has waited for longer is no news any more. */
const maxAgeMs = 3_600_000
/** Notifications of one person in a minute, however much is said to them. */
const maxPerMinute = 20
const maxBodyCharacters = 300
const peopleAtOnce = 20

/**
 * Notifies people who are not online of what mentions them or is said to them alone: each once for a message, and later
 * messages of a channel take the place of the earlier one that is still shown.
 */
export function workNotifyPeople(ctx: GatewayContext, push: Pick<Push, 'send'> | undefined = openPush(ctx)): void {
  const { db, redis, metrics, work } = ctx
  if (!push) {
    work(notifyPeople, async () => {}) // not configured: nobody can have subscribed
    return
  }
  const prefix = ctx.config.REDIS_PREFIX
  const statusesOf = createPresenceReader(redis, prefix)
  const sent = new Counter({
    name: 'parley_push_notifications_total',
    help: 'Notifications sent to browsers by Web Push, by what became of them.',
    labelNames: ['outcome'],
    registers: [metrics.registry],
  })

  const notify = async (message: Message, recipient: Recipient): Promise<void> => {
    if (!(await claim(redis, prefix, message, recipient))) return
    for (const outcome of await push.send(recipient.userId, notificationOf(message, recipient))) sent.inc({ outcome })
  }

  work(notifyPeople, async ({ at, data: message }, { signal }) => {
    if (Date.now() - Date.parse(at) > maxAgeMs) return
    const recipients = await findRecipients(db, message, new Date())
    const statuses = await statusesOf(recipients.map(({ userId }) => ({ workspaceId: message.workspace_id, userId })))
    const absent = recipients.filter((_, index) => statuses[index] !== 'online')
    for (let first = 0; first < absent.length; first += peopleAtOnce) {
      signal.throwIfAborted()
      await Promise.all(absent.slice(first, first + peopleAtOnce).map((recipient) => notify(message, recipient)))
    }
  })
}

function openPush({ db, config, onClose }: GatewayContext): Push | undefined {
  const { VAPID_PRIVATE_KEY: vapid, PUBLIC_URL } = config
  if (!vapid) return undefined
  const outside = createOutsideFetch({ allowed: config.OUTSIDE_ALLOWED })
  onClose('calls to push services', outside.close)
  const contact = PUBLIC_URL.startsWith('https:') ? PUBLIC_URL : 'mailto:parley@localhost'
  return createPush({ db, outside, vapid, contact })
}

/** Whether this person is to be notified of it now: neither a repeated job nor a flood of messages sends again. */
async function claim(redis: Redis, prefix: string, { id }: Message, { userId }: Recipient): Promise<boolean> {
  const isFirst = await redis.set(`${prefix}:push:of:${id}:${userId}`, '', 'PX', maxAgeMs, 'NX')
  if (!isFirst) return false
  const count = `${prefix}:push:count:${userId}`
  const answers = await redis.multi().set(count, 0, 'EX', 60, 'NX').incr(count).exec()
  const [, [, sentSoFar]] = answers as [unknown, [null, number]]
  return sentSoFar <= maxPerMinute
}

function notificationOf(message: Message, { isDirect, channelName }: Recipient): PushMessage {
  const { display_name, content, attachments, channel_id, workspace_id, id } = message
  const author = display_name ?? 'Somebody'
  const text = content.trim() || (attachments?.length === 1 ? attachments[0]!.name : `${attachments?.length} files`)
  const channel = `${isDirect ? 'dm' : 'c'}/${encodeId('ch', channel_id)}`
  return {
    title: isDirect ? author : `${author} in #${channelName}`,
    body: text.length > maxBodyCharacters ? `${text.slice(0, maxBodyCharacters - 1)}…` : text,
    path: `/app/${encodeId('wsp', workspace_id)}/${channel}?m=${encodeId('msg', id)}`,
    topic: channel_id.replaceAll('-', ''),
  }
}
