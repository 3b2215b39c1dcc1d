import { type visitorOffline, type visitorOnline, visitorUpdated } from '@parley/contracts/desk/events'
import { rooms } from '@parley/contracts/event'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { findVisitor } from './visitors.ts'

/** Publishes what a visitor is now, in the transaction that has changed them. */
export async function publishVisitor(
  tx: Db,
  workspaceId: string,
  visitorId: string,
  trace: Trace,
  event: typeof visitorUpdated | typeof visitorOnline | typeof visitorOffline = visitorUpdated,
): Promise<void> {
  const data = event.data.parse(await findVisitor(tx, workspaceId, visitorId))
  await insertEvents(tx, [{ event, workspaceId, rooms: [rooms.desk(workspaceId)], data }], trace)
}
