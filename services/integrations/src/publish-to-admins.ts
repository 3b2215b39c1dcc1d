import { type EventContract, rooms } from '@parley/contracts/event'
import type { NewEvent } from '@parley/kit/envelope'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from './context.ts'
import { listAdmins } from './store/people.ts'

/** Publishes an event to the workspace's owners and admins, on their own sockets. */
export async function publishToAdmins<E extends EventContract>(
  tx: Db,
  { event, workspaceId, data }: Pick<NewEvent<E>, 'event' | 'workspaceId' | 'data'>,
  trace: Trace,
): Promise<void> {
  const admins = await listAdmins(tx, workspaceId)
  const toThem = admins.map((userId) => rooms.user(workspaceId, userId))
  await insertEvents(tx, [{ event, workspaceId, rooms: toThem, data }], trace)
}
