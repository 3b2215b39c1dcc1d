import type { RawEvent, RemoteEvent } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { type Reading, readMessage } from './messages.ts'
import { idOf, Kept, TeamsMessage } from './payloads.ts'

/** What a notification of Graph's says here. */
export async function interpret(
  { id, channelId, payload }: RawEvent,
  reading: Reading,
): Promise<readonly RemoteEvent[]> {
  const { data: kept } = Kept.safeParse(payload)
  if (!kept) throw new PlatformError('rejected', `${id} is no notification of Microsoft Graph’s.`)
  if ('lifecycleEvent' in kept) return lifecycleEvents(kept.lifecycleEvent)
  const { data: message } = TeamsMessage.safeParse(kept.message)
  if (!message || channelId === null) return []
  if (message.deletedDateTime || kept.changeType === 'deleted')
    return [{ type: 'message_deleted', channelId, id: idOf(message.replyToId, message.id) }]
  const read = await readMessage(channelId, message, reading)
  if (!read) return []
  const { id: messageId, reactions } = read
  return [
    { type: 'message', message: read },
    { type: 'reactions', channelId, messageId, reactions },
  ]
}

function lifecycleEvents(event: string): RemoteEvent[] {
  switch (event) {
    case 'reauthorizationRequired':
      return [{ type: 'subscription_ended' }]
    case 'subscriptionRemoved':
      return [{ type: 'subscription_ended' }, { type: 'gap', channelId: null }]
    case 'missed':
      return [{ type: 'gap', channelId: null }]
    default:
      return []
  }
}
