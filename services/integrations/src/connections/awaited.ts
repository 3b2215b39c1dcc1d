import type { Db } from '../context.ts'
import type { ConnectionRow } from './connection.ts'
import { type AccountKey, listRemoteChannels, selectChannels } from './remote-channels.ts'
import { resolveChannels } from './selecting.ts'
import { changeConnection } from './store.ts'

/** Selects what was chosen before it was known; what is still unknown waits on. The connection is locked. */
export async function selectAwaited(tx: Db, connection: ConnectionRow, account: AccountKey): Promise<void> {
  if (connection.awaitedChannels.length === 0) return
  const known = await listRemoteChannels(tx, account)
  const { found, unknown } = resolveChannels(known, connection.awaitedChannels)
  if (found.length === 0) return
  const selected = known.filter(({ isSelected }) => isSelected).map(({ id }) => id)
  await selectChannels(tx, account, [...selected, ...found])
  await changeConnection(tx, connection, { awaitedChannels: unknown })
}
