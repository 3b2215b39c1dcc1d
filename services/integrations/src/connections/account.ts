import type { ConnectionRow } from './connection.ts'
import type { AccountKey } from './remote-channels.ts'

/** What a connection's channels belong to; undefined before its account is known. */
export const accountOf = ({ workspaceId, platform, accountId }: ConnectionRow): AccountKey | undefined =>
  accountId === null ? undefined : { workspaceId, platform, accountId }
