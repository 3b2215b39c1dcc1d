import { traceFrom } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import type { RemoteChannel } from '../platforms/platform.ts'
import { noteProblem } from './condition.ts'
import type { ConnectionRow } from './connection.ts'
import { discoverAgain } from './leases.ts'
import { type AccountKey, findUnlike, mergeRemoteChannels } from './remote-channels.ts'

const repairs = {
  private: 'is private there now, and public here: nothing crosses. Deselect it and select it again.',
  public:
    'is public there now, and private here: nothing crosses. Have its messages come in alone, or deselect it and select it again.',
} as const

/** Keeps channels as they are there, and says which can go on no longer. The connection is locked. */
export async function keepChannels(
  tx: Db,
  connection: ConnectionRow,
  account: AccountKey,
  channels: readonly RemoteChannel[],
): Promise<void> {
  const changed = await mergeRemoteChannels(tx, account, channels)
  // A list that was read before may be stored afterwards.
  if (changed.length > 0) await discoverAgain(tx, connection)
  const [paused] = await findUnlike(tx, account, changed)
  if (!paused) return
  const message = `${paused.name} ${repairs[paused.paused]}`
  await noteProblem(tx, connection, { code: 'rejected', message }, traceFrom(undefined, undefined))
}
