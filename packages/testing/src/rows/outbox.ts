import type { ServiceName } from '@parley/contracts/services'
import type { RoomMessage } from '@parley/kit/outbox'
import type { TestDatabase } from '../database.ts'
import { trace } from './trace.ts'

/** Takes the events out of a service's outbox that it has not published, in order: nobody else publishes them then. */
export async function takeEvents(database: TestDatabase, service: ServiceName): Promise<RoomMessage[]> {
  const rows = await database.queryAs<RoomMessage & { position: number }>(
    service,
    `delete from outbox where kind = 'event' returning position, rooms, payload as event, trace`,
  )
  return rows.sort((a, b) => a.position - b.position).map(({ rooms, event, trace }) => ({ rooms, event, trace }))
}

/** Has a service start a job, once more where it has started it before. */
export const startJob = (database: TestDatabase, service: ServiceName, name: string, payload: unknown) =>
  database.queryAs(service, `insert into outbox (kind, name, payload, trace) values ('job', $1, $2, $3)`, [
    name,
    JSON.stringify(payload),
    trace,
  ])

/** How many rows of this name a service's outbox has. */
export async function countOutbox(database: TestDatabase, service: ServiceName, name: string): Promise<number> {
  return (await database.queryAs(service, 'select from outbox where name = $1', [name])).length
}
