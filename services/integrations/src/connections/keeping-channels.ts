import { traceFrom } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import type { RemoteChannel } from '../platforms/platform.ts'
import { noteProblem } from './condition.ts'
import type { ConnectionRow } from './connection.ts'
import { type AccountKey, mergeRemoteChannels } from './remote-channels.ts'

/** Keeps channels as they are there, and says which can go on no longer. The connection is locked. */
export async function keepChannels(
  tx: Db,
  connection: ConnectionRow,
  account: AccountKey,
  channels: readonly RemoteChannel[],
): Promise<void> {
  const [hidden] = await mergeRemoteChannels(tx, account, channels)
  if (hidden === undefined) return
  const message = `${hidden} is private there now, and public here: nothing crosses. Deselect it and select it again.`
  await noteProblem(tx, connection, { code: 'rejected', message }, traceFrom(undefined, undefined))
}
