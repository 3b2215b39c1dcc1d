import type { Parley } from '@parley/client/index'
import { base } from '../../addresses.ts'
import { Value } from '../../store/value.ts'
import { workerUrl } from '../../text/trusted.ts'

const storageKey = 'parley:notifications'

const isOn = () =>
  'Notification' in globalThis && Notification.permission === 'granted' && localStorage.getItem(storageKey) === 'on'

/** Whether this browser notifies; it is asked for by a press alone. */
export const notifications = new Value(isOn())

/** Asks the browser for its permission; false where it was refused. Web Push is had as well where it can be. */
export async function turnOn(parley: Parley): Promise<boolean> {
  if (!('Notification' in globalThis) || (await Notification.requestPermission()) !== 'granted') return false
  localStorage.setItem(storageKey, 'on')
  notifications.set(true)
  await subscribe(parley).catch(() => {}) // Without push there are notifications as long as a tab is open.
  return true
}

export async function turnOff(parley: Parley): Promise<void> {
  localStorage.removeItem(storageKey)
  notifications.set(false)
  const registration = await navigator.serviceWorker?.getRegistration(`${base}/`)
  const subscription = await registration?.pushManager.getSubscription()
  if (!subscription) return
  await subscription.unsubscribe()
  await parley.pushSubscriptions.delete({ endpoint: subscription.endpoint })
}

async function subscribe(parley: Parley): Promise<void> {
  const { data } = await parley.pushSubscriptions.list()
  if (data.public_key === null || !('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register(workerUrl(`${base}/push.js`), { scope: `${base}/` })
  const { pushManager } = await navigator.serviceWorker.ready
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: data.public_key })
  const { endpoint, keys } = subscription.toJSON()
  await parley.pushSubscriptions.create({
    endpoint: endpoint!,
    keys: { p256dh: keys!.p256dh!, auth: keys!.auth! },
  })
}
