import type { ConnectionRow } from '../connections/connection.ts'
import type { AccountKey } from '../connections/remote-channels.ts'
import { findConnection } from '../connections/store.ts'
import type { Db } from '../context.ts'
import type { ImportRow } from '../store/imports.ts'

/** Whose history an import is of; undefined for one of an archive. */
export const accountOfImport = ({
  workspace_id: workspaceId,
  platform,
  account_id: accountId,
}: ImportRow): AccountKey | undefined =>
  platform === null || accountId === null ? undefined : { workspaceId, platform, accountId }

/** The connection to an account, with its credentials; undefined where it is not connected any more. */
export async function findConnectionTo(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
): Promise<ConnectionRow | undefined> {
  const connection = await findConnection(db, workspaceId, platform)
  return connection?.accountId === accountId && connection.credentials !== null ? connection : undefined
}
