import { rooms } from '@parley/contracts/event'
import { twinUpdated } from '@parley/contracts/twins/events'
import { type Twin, twinLimits } from '@parley/contracts/twins/twin'
import type { Caller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { foldHandle } from '@parley/text/handle-fold'
import type { Db } from '../context.ts'
import { mayChange, noSuchTwin, notTheirs } from './permissions.ts'
import { isHandleTaken, lockHandles, lockTwin, type TwinContent, updateTwin } from './store/twins.ts'
import { deleteVersionsUpTo } from './store/versions.ts'

/**
 * Locks a twin that the caller may change.
 *
 * @throws ServiceError 404 where there is none, 403 where it is not theirs
 */
export async function lockOwnTwin(tx: Db, caller: Caller, id: string): Promise<Twin> {
  const twin = await lockTwin(tx, caller, id)
  if (!twin) throw noSuchTwin()
  if (!mayChange(twin, caller)) throw notTheirs()
  return twin
}

/** A handle as it is stored: folded as mentions are, but for the signs between its words. */
export const storedHandle = (handle: string): string => handle.replaceAll(/[^._-]+/g, foldHandle)

/**
 * Locks the handles of the workspace's twins, where this one is free.
 *
 * @throws ServiceError 409 where the handle mentions another twin or a person of the workspace
 */
export async function assertHandleFree(tx: Db, caller: Caller, handle: string, exceptId?: string): Promise<void> {
  await lockHandles(tx, caller)
  const key = foldHandle(handle)
  if (await isHandleTaken(tx, caller, { key, ...(exceptId !== undefined && { exceptId }) }))
    throw new ServiceError('conflict', `The handle ${handle} is taken.`, {
      details: [{ path: 'handle', message: 'Mentions a person or another twin of the workspace.' }],
    })
}

/** Changes a locked twin, if anything of it is another then: a new version, and an event. */
export async function change(
  tx: Db,
  twin: Twin,
  given: Partial<TwinContent> & { handle?: string | undefined },
  { caller, trace }: { caller: Caller; trace: Trace },
): Promise<Twin> {
  const changed = Object.entries(given).filter(
    ([field, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(twin[field as keyof Twin]),
  )
  if (changed.length === 0) return twin
  const updated = await updateTwin(tx, twin, Object.fromEntries(changed), caller.userId)
  await deleteVersionsUpTo(
    tx,
    { workspaceId: caller.workspaceId, twinId: twin.id },
    updated.version - twinLimits.versions,
  )
  const room = rooms.workspace(caller.workspaceId)
  await insertEvents(tx, [{ event: twinUpdated, workspaceId: caller.workspaceId, rooms: [room], data: updated }], trace)
  return updated
}
