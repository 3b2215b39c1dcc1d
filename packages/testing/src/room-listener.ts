import { createLog } from '@parley/kit/log'
import { type RoomMessage, roomChannel } from '@parley/kit/outbox'
import { connectSubscriber } from '@parley/kit/redis'
import { closeAfterwards } from './close-afterwards.ts'

/** An event as it was published, with the rooms it went to. */
export type PublishedEvent = RoomMessage['event'] & Pick<RoomMessage, 'rooms' | 'trace' | 'writtenAt'>

/** Listens to every room as a gateway would: all that is published from now on, in order, each event once. */
export async function listenToRooms({
  redisUrl,
  redisPrefix,
}: {
  redisUrl: string
  redisPrefix: string
}): Promise<PublishedEvent[]> {
  const published: PublishedEvent[] = []
  const subscriber = connectSubscriber(redisUrl, createLog('listener', { LOG_LEVEL: 'silent' }))
  closeAfterwards({ close: async () => subscriber.disconnect() })
  subscriber.on('pmessage', (_pattern: string, _channel: string, text: string) => {
    const { event, ...around } = JSON.parse(text) as RoomMessage
    if (!published.some(({ id }) => id === event.id)) published.push({ ...event, ...around })
  })
  await subscriber.psubscribe(roomChannel(redisPrefix, '*'))
  return published
}
