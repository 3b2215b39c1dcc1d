import * as z from 'zod'
import type { Subscription } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import type { Call } from './calls.ts'
import type { Encryption } from './encryption.ts'
import { messagesPath } from './history.ts'
import { Page } from './payloads.ts'
import { clientStateOf } from './receive.ts'

/** Graph ends a subscription to messages after three days. */
const lifeMs = 2 * 24 * 3_600_000
/** So that one that could not be renewed for a day is still there. */
const renewMs = 12 * 3_600_000
const maxPages = 20

const Own = z.object({
  id: z.string(),
  resource: z.string(),
  notificationUrl: z.string(),
  encryptionCertificateId: z.string().nullish(),
})
type Own = z.output<typeof Own>

interface Subscriber {
  teamId: string
  clientSecret: string
  encryption: Encryption
}

/** Has Graph notify us of what happens in these channels and in no others, each by a subscription of its own. */
export async function subscribe(
  graph: Call,
  { teamId, clientSecret, encryption }: Subscriber,
  { url, channelIds }: Subscription,
  signal: AbortSignal,
): Promise<Date> {
  // Subscriptions to another key are of no use any more.
  const certificateId = clientStateOf(encryption.certificate).slice(0, 32)
  const expirationDateTime = new Date(Date.now() + lifeMs).toISOString()
  const shared = {
    ...{
      changeType: 'created,updated,deleted',
      notificationUrl: url,
      lifecycleNotificationUrl: url,
      expirationDateTime,
    },
    ...{ clientState: clientStateOf(clientSecret), includeResourceData: true },
    ...{ encryptionCertificate: encryption.certificate, encryptionCertificateId: certificateId },
  }
  const wanted = new Map(channelIds.map((id) => [messagesPath(teamId, id), false]))
  for (const own of await listOwn(graph, url, signal)) {
    const isWanted = wanted.get(own.resource) === false && own.encryptionCertificateId === certificateId
    const isThere = isWanted ? await renew(graph, own, expirationDateTime, signal) : await end(graph, own, signal)
    if (isThere) wanted.set(own.resource, true)
  }
  for (const [resource, isThere] of wanted)
    if (!isThere) await graph('POST', 'subscriptions', signal, { body: { ...shared, resource } })
  return new Date(Date.now() + renewMs)
}

export async function unsubscribe(graph: Call, url: string, signal: AbortSignal): Promise<void> {
  for (const own of await listOwn(graph, url, signal)) await end(graph, own, signal)
}

async function listOwn(graph: Call, url: string, signal: AbortSignal): Promise<Own[]> {
  const found: Own[] = []
  let next: string | null | undefined = 'subscriptions'
  for (let read = 0; next && read < maxPages; read++) {
    const page: z.output<typeof Page> = Page.parse(await graph('GET', next, signal))
    found.push(...page.value.flatMap((each) => Own.safeParse(each).data ?? []))
    next = page['@odata.nextLink']
  }
  return found.filter(({ notificationUrl }) => notificationUrl === url)
}

/** @returns whether it is there still */
async function renew(graph: Call, { id }: Own, expirationDateTime: string, signal: AbortSignal): Promise<boolean> {
  return await isFound(graph('PATCH', `subscriptions/${id}`, signal, { body: { expirationDateTime } }))
}

async function end(graph: Call, { id }: Own, signal: AbortSignal): Promise<false> {
  await isFound(graph('DELETE', `subscriptions/${id}`, signal))
  return false
}

async function isFound(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (error instanceof PlatformError && error.failure === 'not_found') return false
    throw error
  }
}
