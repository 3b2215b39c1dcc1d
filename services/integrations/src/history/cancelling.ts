import type { PlatformName } from '@parley/contracts/connections/platform'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { publishProgress } from '../imports/publish-progress.ts'
import { endImport, type ImportRef } from '../store/imports.ts'
import { listRunningHistories } from './store.ts'

/** Ends an import, unless it has ended: it stops with the page that it is at. */
export async function cancelHistory(tx: Db, ref: ImportRef, message: string, trace: Trace): Promise<void> {
  if (await endImport(tx, ref, { status: 'failed', code: 'cancelled', message })) await publishProgress(tx, ref, trace)
}

/** Cancels the imports of a platform that is disconnected. */
export async function cancelHistories(
  tx: Db,
  workspaceId: string,
  platform: PlatformName,
  trace: Trace,
): Promise<void> {
  for (const id of await listRunningHistories(tx, workspaceId, platform))
    await cancelHistory(tx, { workspaceId, id }, 'The platform was disconnected.', trace)
}
