import { channelEvents, internalChannelEvents } from './channels/events.ts'
import { connectionEvents } from './connections/events.ts'
import { deskEvents } from './desk/events.ts'
import { exportEvents } from './exports/events.ts'
import { identityEvents, internalIdentityEvents } from './identity/events.ts'
import { importEvents } from './imports/events.ts'
import { messageEvents } from './messages/events.ts'
import { socketEvents } from './sockets/events.ts'
import { toolEvents } from './tools/events.ts'
import { twinEvents } from './twins/events.ts'
import { ownWebhookEvents } from './webhooks/events.ts'

/** Every event a socket may receive. */
export const events = [
  ...messageEvents,
  ...identityEvents,
  ...channelEvents,
  ...toolEvents,
  ...twinEvents,
  ...deskEvents,
  ...exportEvents,
  ...importEvents,
  ...connectionEvents,
  ...ownWebhookEvents,
  ...socketEvents,
] as const

/** Events between services: they travel in rooms as others do or start jobs alone, and no socket receives them. */
export const internalEvents = [...internalIdentityEvents, ...internalChannelEvents] as const
