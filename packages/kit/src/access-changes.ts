import { channelDeleted, memberRemoved } from '@parley/contracts/channels/events'
import { rooms } from '@parley/contracts/event'
import { accessChanged, visitorAccessChanged } from '@parley/contracts/identity/events'
import type { Principal } from './assertion.ts'
import type { Log } from './log.ts'
import { type RoomMessage, roomChannel } from './outbox.ts'
import type { Redis } from './redis.ts'

/** Whether a change of access is about this caller. */
export type Concerns = (caller: Principal) => boolean

/** Calls back whenever somebody's access has changed, to a channel too, of which open sockets and streams are to be checked. It can be lost. */
export function watchAccess(
  { subscriber, prefix, log }: { subscriber: Redis; prefix: string; log: Log },
  onChange: (concerns: Concerns) => void,
): void {
  const channel = roomChannel(prefix, rooms.access)
  subscriber.on('message', (from: string, text: string) => {
    if (from !== channel) return
    try {
      onChange(concernedBy((JSON.parse(text) as RoomMessage).event))
    } catch (error) {
      log.error({ err: error }, 'an event of changed access cannot be read')
    }
  })
  subscriber.subscribe(channel).catch((error) => log.debug({ err: error }, 'will subscribe when Redis is back'))
}

function concernedBy({ type, workspace_id: workspaceId, data }: RoomMessage['event']): Concerns {
  if (type === visitorAccessChanged.type) {
    const { visitor_id, widget_key_id } = visitorAccessChanged.data.parse(data)
    return (caller) =>
      caller.kind === 'visitor' &&
      caller.workspaceId === workspaceId &&
      (caller.visitorId === visitor_id || caller.widgetKeyId === widget_key_id)
  }
  if (type === channelDeleted.type) return (caller) => caller.workspaceId === workspaceId
  if (type === memberRemoved.type) {
    const { user_id } = memberRemoved.data.parse(data)
    return (caller) => caller.kind === 'user' && caller.workspaceId === workspaceId && caller.userId === user_id
  }
  const { user_id, credential_id } = accessChanged.data.parse(data)
  return (caller) =>
    caller.kind === 'user' &&
    caller.workspaceId === workspaceId &&
    caller.userId === user_id &&
    (credential_id === null || credential_id === caller.credentialId)
}
