import { randomUUID } from 'node:crypto'
import type { EventContract } from '@parley/contracts/event'
import type { ServiceConfig } from './config.ts'
import { envelopeOf, type NewEvent } from './envelope.ts'
import { type RoomMessage, roomChannel } from './outbox.ts'
import type { Redis } from './redis.ts'

/** A message of an event that no row is stored for. What has the same id reaches a socket once. */
export const transientMessage = <E extends EventContract>(
  event: NewEvent<E>,
  id: string = randomUUID(),
): RoomMessage => ({
  rooms: event.rooms,
  event: { at: new Date().toISOString(), ...envelopeOf(event), id },
  trace: null,
})

/**
 * Publishes an event that no row is stored for, to whoever is there: typing, presence, what a twin is writing.
 *
 * @param via the rooms on whose channels it travels, where they are not those that it is for
 * @throws while Redis is unavailable: it is lost then
 */
export async function publishTransient(
  { redis, config }: { redis: Redis; config: Pick<ServiceConfig, 'REDIS_PREFIX'> },
  message: RoomMessage,
  via: readonly string[] = message.rooms,
): Promise<void> {
  const text = JSON.stringify(message)
  await Promise.all(via.map((room) => redis.publish(roomChannel(config.REDIS_PREFIX, room), text)))
}
