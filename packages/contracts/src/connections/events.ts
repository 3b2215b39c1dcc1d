import { defineEvent, webhookFacts } from '../event.ts'
import { ConnectionCondition } from './connection.ts'

export const connectionStatus = defineEvent({
  type: 'connection.status',
  audience: 'The workspace’s owners and admins, on their own sockets.',
  description:
    'A connection’s status has changed, what went wrong with it last, or how many messages only one side has.',
  delivery: 'transient',
  facts: webhookFacts,
  data: ConnectionCondition,
})

export const connectionEvents = [connectionStatus] as const
