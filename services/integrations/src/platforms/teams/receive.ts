import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import * as z from 'zod'
import type { InboundRequest, RawEvent, Received } from '../platform.ts'
import { decrypt, EncryptedContent, type Encryption, privateKeyOf } from './encryption.ts'
import { TeamsMessage } from './payloads.ts'

/** What Graph sends along with each notification: known to whoever has the app's secret. */
export const clientStateOf = (clientSecret: string): string =>
  createHmac('sha256', clientSecret).update('parley: notifications').digest('hex')

const Notification = z.object({
  clientState: z.string().catch(''),
  subscriptionId: z.string().max(100),
  changeType: z.enum(['created', 'updated', 'deleted']).optional(),
  encryptedContent: EncryptedContent.optional(),
})
type Notification = z.output<typeof Notification>
const Delivery = z.object({
  value: z
    .array(z.looseObject({ clientState: z.string().catch('') }))
    .min(1)
    .max(1_000),
})

/**
 * Notifications that Graph posts to a connection's address: each has our own secret with it, which is looked at first, and
 * is encrypted for us. Graph's token, which says so once more, would have to be checked with keys that are fetched.
 *
 * Of one that cannot be read, something may have been missed; those beside it are read.
 *
 * @throws ServiceError `unauthorized` for what is forged, or is no notification
 */
export function receive(
  { body, validationToken }: InboundRequest,
  { clientSecret, encryption }: { clientSecret: string; encryption?: Encryption | undefined },
  now: Date,
): Received {
  // Graph asks whether somebody is there before it subscribes: whoever asks is given back what they have sent.
  if (validationToken !== undefined) return { text: validationToken, events: [] }
  const expected = Buffer.from(clientStateOf(clientSecret))
  const { data } = Delivery.safeParse(parsed(body))
  const states = data?.value.map(({ clientState }) => isEqual(Buffer.from(clientState), expected)) ?? []
  if (!data || states.includes(false) || !encryption) throw forged()
  const privateKey = privateKeyOf(encryption)
  return { events: data.value.map((given) => eventOf(given, privateKey) ?? lifecycleOf(given, now)) }
}

/** What has changed; undefined where it does not say, or what it says cannot be read. */
function eventOf(given: unknown, privateKey: KeyObject): RawEvent | undefined {
  const { data } = Notification.safeParse(given)
  return data?.encryptedContent && changeOf(data, decrypt(data.encryptedContent, privateKey))
}

const isEqual = (given: Buffer, expected: Buffer): boolean =>
  timingSafeEqual(given.length === expected.length ? given : Buffer.alloc(expected.length), expected)

const forged = () => new ServiceError('unauthorized', 'This is not sent by Microsoft Graph for this connection.')

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function changeOf({ changeType }: Notification, content: unknown): RawEvent | undefined {
  const { data: message } = TeamsMessage.safeParse(content)
  if (!message) return undefined
  const at = message.lastModifiedDateTime ?? message.createdDateTime
  return {
    id: [message.replyToId ?? '', message.id, changeType, message.etag ?? at].join(':').slice(0, 200),
    channelId: message.channelIdentity?.channelId ?? null,
    at: new Date(at),
    payload: { changeType, message: content },
  }
}

const Lifecycle = z.object({
  lifecycleEvent: z.string().max(50).catch('missed'),
  subscriptionId: z.string().max(100).catch(''),
})

/** One that says the same within a minute is the same. What comes without content may be missed as well as read. */
function lifecycleOf(given: unknown, now: Date): RawEvent {
  const { lifecycleEvent, subscriptionId } = Lifecycle.parse(given)
  const minute = Math.floor(now.getTime() / 60_000)
  return { id: `${lifecycleEvent}:${subscriptionId}:${minute}`, channelId: null, at: now, payload: { lifecycleEvent } }
}
