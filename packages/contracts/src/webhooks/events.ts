import {
  channelCreated,
  channelDeleted,
  channelUpdated,
  memberAdded,
  memberRemoved,
  memberUpdated,
} from '../channels/events.ts'
import { connectionStatus } from '../connections/events.ts'
import {
  conversationAssigned,
  conversationCreated,
  conversationDeleted,
  conversationMessage,
  conversationNote,
  conversationRated,
  conversationReopened,
  conversationResolved,
  conversationSlaBreached,
  conversationUpdated,
} from '../desk/events.ts'
import { defineEvent } from '../event.ts'
import { importProgress } from '../imports/events.ts'
import {
  messageCreated,
  messageDeleted,
  messagePinned,
  messageUnpinned,
  messageUpdated,
  reactionAdded,
  reactionRemoved,
} from '../messages/events.ts'
import { Webhook } from './webhook.ts'

/** What webhooks can be sent: the events that sockets receive, in the same shape. */
export const webhookEvents = [
  messageCreated,
  messageUpdated,
  messageDeleted,
  messagePinned,
  messageUnpinned,
  reactionAdded,
  reactionRemoved,
  channelCreated,
  channelUpdated,
  channelDeleted,
  memberAdded,
  memberUpdated,
  memberRemoved,
  conversationCreated,
  conversationUpdated,
  conversationAssigned,
  conversationResolved,
  conversationReopened,
  conversationRated,
  conversationSlaBreached,
  conversationMessage,
  conversationNote,
  conversationDeleted,
  importProgress,
  connectionStatus,
] as const

export const webhookDisabled = defineEvent({
  type: 'webhook.disabled',
  audience: 'The workspace’s owners and admins, on their own sockets.',
  description: 'Its receiver is gone, or has failed for too long: nothing is sent there until it is activated again.',
  delivery: 'transient',
  data: Webhook,
})

/** Those that sockets alone receive. */
export const ownWebhookEvents = [webhookDisabled] as const
