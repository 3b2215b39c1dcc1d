import { rooms } from '@parley/contracts/event'
import { workspaceUpdated } from '@parley/contracts/identity/events'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../db.ts'
import { getWorkspace, type WorkspaceRow } from '../identity/store/workspaces.ts'

/** Publishes a workspace as it is now; returns it as one of its people sees it. */
export async function publishWorkspace(
  tx: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  trace: Trace,
): Promise<WorkspaceRow> {
  const workspace = await getWorkspace(tx, workspaceId, userId)
  const { role, ...data } = workspace
  await insertEvents(tx, [{ event: workspaceUpdated, workspaceId, rooms: [rooms.workspace(workspaceId)], data }], trace)
  return workspace
}
