import {
  constants,
  createCipheriv,
  createHmac,
  publicEncrypt,
  randomBytes,
  randomUUID,
  X509Certificate,
} from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createEventLine, type EventFault, type FaultSource } from '../faults.ts'
import { type Team, type TeamsChange, type TeamsChannel, type TeamsMessage, TeamsRefusal } from './team.ts'
import type { TeamsLogin } from './tokens.ts'

export interface TeamsSubscription {
  id: string
  resource: string
  changeType: string
  notificationUrl: string
  lifecycleNotificationUrl?: string
  clientState?: string
  expirationDateTime: string
  includeResourceData?: boolean
  /** X.509, DER, in base64. */
  encryptionCertificate?: string
  encryptionCertificateId?: string
}

export type TeamsLifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed'

interface Notification {
  url: string
  name: string
  body: Record<string, unknown>
}

/** Subscriptions to messages end within three days; ones of more than an hour must name where their lifecycle events go. */
const maxMinutes = 4_320
const lifecycleMinutes = 60
const validationMs = 10_000

/** Who is notified of changes, and how: encrypted for the subscriber, until it has answered. */
export function createSubscriptions(
  team: () => Team,
  login: TeamsLogin,
  { faults, retryAfterMs }: { faults: FaultSource<EventFault>; retryAfterMs: readonly number[] },
) {
  const subscriptions = new Map<string, TeamsSubscription>()

  const line = createEventLine<Notification>(
    faults,
    ({ name }) => name,
    async ({ url, body }, signal) => {
      for (const afterMs of [0, ...retryAfterMs]) {
        if (afterMs > 0) await wait(afterMs, undefined, { signal })
        const headers = { 'content-type': 'application/json' }
        const request = { method: 'POST', headers, body: JSON.stringify(body), signal }
        const answer = await fetch(url, request).catch(() => undefined)
        signal.throwIfAborted()
        await answer?.body?.cancel()
        if (answer?.ok) return
      }
    },
  )

  /** A URL gives a token back that it is sent, as text. */
  async function validate(url: string): Promise<void> {
    const token = `Validation: Testing client application reachability ${randomUUID()}`
    const asked = new URL(url)
    asked.searchParams.set('validationToken', token)
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    const request = { method: 'POST', headers, signal: AbortSignal.timeout(validationMs) }
    const answer = await fetch(asked, request).catch(() => undefined)
    const text = await answer?.text()
    const isText = answer?.headers.get('content-type')?.startsWith('text/plain')
    if (answer?.status !== 200 || text !== token || !isText)
      throw new TeamsRefusal(400, 'ValidationError', 'Subscription validation request failed.')
  }

  function checkExpiration(time: unknown, hasLifecycle: boolean): void {
    const minutes = (Date.parse(String(time)) - Date.now()) / 60_000
    if (!(minutes > 0 && minutes <= maxMinutes))
      throw new TeamsRefusal(
        400,
        'ExtensionError',
        `Subscription expiration can only be ${maxMinutes} minutes in the future.`,
      )
    if (minutes > lifecycleMinutes && !hasLifecycle)
      throw new TeamsRefusal(
        400,
        'ValidationError',
        'LifecycleNotificationUrl is a required property for subscription creation on this resource when the expirationDateTime value is set to greater than 1 hour.',
      )
  }

  function subscription(id: string): TeamsSubscription {
    const found = subscriptions.get(id)
    if (!found || Date.parse(found.expirationDateTime) < Date.now())
      throw new TeamsRefusal(404, 'ResourceNotFound', 'The object was not found.')
    return found
  }

  /** What Graph says of a subscription in each notification. */
  const headOf = ({ id, expirationDateTime, clientState }: TeamsSubscription) => ({
    ...{ subscriptionId: id, subscriptionExpirationDateTime: expirationDateTime, clientState },
    tenantId: team().tenantId,
  })

  return {
    settled: line.settled,
    close: line.close,
    list: () => [...subscriptions.values()],
    async create(given: Partial<TeamsSubscription>): Promise<TeamsSubscription> {
      const { notificationUrl = '', lifecycleNotificationUrl, resource = '', includeResourceData } = given
      checkExpiration(given.expirationDateTime, lifecycleNotificationUrl !== undefined)
      if (includeResourceData && (!given.encryptionCertificate || !given.encryptionCertificateId))
        throw new TeamsRefusal(
          400,
          'InvalidRequest',
          'EncryptionCertificate is required when IncludeResourceData is set.',
        )
      const isKnown = /^\/?teams\/[^/]+\/channels\/[^/]+\/messages$|^\/?teams\/getAllMessages$/.test(resource)
      if (!isKnown) throw new TeamsRefusal(400, 'InvalidRequest', `Resource '${resource}' is not supported.`)
      await validate(notificationUrl)
      if (lifecycleNotificationUrl) await validate(lifecycleNotificationUrl)
      const created = { ...(given as TeamsSubscription), id: randomUUID() }
      subscriptions.set(created.id, created)
      return created
    },
    renew(id: string, expirationDateTime: unknown): TeamsSubscription {
      const found = subscription(id)
      checkExpiration(expirationDateTime, found.lifecycleNotificationUrl !== undefined)
      found.expirationDateTime = String(expirationDateTime)
      return found
    },
    get: subscription,
    remove(id: string): void {
      subscriptions.delete(subscription(id).id)
    },
    /** Every subscription that expires is gone, as if its time were over. */
    expire: () => subscriptions.clear(),
    notify(channel: TeamsChannel, message: TeamsMessage, changeType: TeamsChange): void {
      const { id: teamId } = team()
      const root = message.rootId ?? message.id
      const resource =
        `teams('${teamId}')/channels('${channel.id}')/messages('${root}')` +
        (message.rootId === undefined ? '' : `/replies('${message.id}')`)
      const content = JSON.stringify(team().shown(channel, message))
      for (const subscribed of subscriptions.values()) {
        const { resource: of, changeType: wanted, notificationUrl: url, includeResourceData } = subscribed
        const isOf =
          of.endsWith('getAllMessages') || of.includes(channel.id) || of.includes(encodeURIComponent(channel.id))
        if (!isOf || !wanted.split(',').includes(changeType) || Date.parse(subscribed.expirationDateTime) < Date.now())
          continue
        const resourceData = { id: message.id, '@odata.type': '#Microsoft.Graph.chatMessage', '@odata.id': resource }
        const value = { ...headOf(subscribed), changeType, resource, resourceData }
        const body = includeResourceData
          ? {
              value: [{ ...value, encryptedContent: encrypt(content, subscribed) }],
              validationTokens: [login.validationToken(team())],
            }
          : { value: [value] }
        line.send({ url, name: changeType, body })
      }
    },
    tellOfLife(lifecycleEvent: TeamsLifecycleEvent): void {
      for (const subscribed of subscriptions.values()) {
        const { id, lifecycleNotificationUrl: url } = subscribed
        if (lifecycleEvent === 'subscriptionRemoved') subscriptions.delete(id)
        if (url) line.send({ url, name: lifecycleEvent, body: { value: [{ ...headOf(subscribed), lifecycleEvent }] } })
      }
    },
  }
}

/** For the owner of the certificate alone: a key of its own for each, whose first half is the initial vector. */
function encrypt(content: string, { encryptionCertificate, encryptionCertificateId }: TeamsSubscription) {
  const certificate = new X509Certificate(Buffer.from(encryptionCertificate!, 'base64'))
  const key = randomBytes(32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16))
  const data = Buffer.concat([cipher.update(content, 'utf8'), cipher.final()])
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return {
    data: data.toString('base64'),
    dataSignature: createHmac('sha256', key).update(data).digest('base64'),
    dataKey: publicEncrypt({ key: certificate.publicKey, padding, oaepHash: 'sha1' }, key).toString('base64'),
    encryptionCertificateId,
    encryptionCertificateThumbprint: certificate.fingerprint.replaceAll(':', ''),
  }
}
