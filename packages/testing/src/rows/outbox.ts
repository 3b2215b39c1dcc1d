import type { ServiceName } from '@parley/contracts/services'
import type { RoomMessage } from '@parley/kit/outbox'
import type { TestDatabase } from '../database.ts'

/** Takes the events out of a service's outbox that it has not published, in order: nobody else publishes them then. */
export async function takeEvents(database: TestDatabase, service: ServiceName): Promise<RoomMessage[]> {
  const rows = await database.queryAs<RoomMessage & { position: number }>(
    service,
    `delete from outbox where kind = 'event' returning position, rooms, payload as event, trace`,
  )
  return rows.sort((a, b) => a.position - b.position).map(({ rooms, event, trace }) => ({ rooms, event, trace }))
}
