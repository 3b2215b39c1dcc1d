import type { PlatformName } from '@parley/contracts/connections/platform'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import type { ImportRef } from '../store/imports.ts'
import type { Range } from './read-history.ts'

interface NewHistory {
  account: AccountKey
  requestedBy: string
  /** Names or ids; null: all. */
  channels: readonly string[] | null
  range: Range
}

export async function insertHistory(
  tx: Db,
  { account: { workspaceId, platform, accountId }, requestedBy, channels, range: { since, until } }: NewHistory,
): Promise<ImportRef> {
  const { id } = await tx
    .insertInto('imports')
    .values({
      workspace_id: workspaceId,
      kind: 'history',
      requested_by: requestedBy,
      platform,
      account_id: accountId,
      wanted_channels: channels && [...channels],
      since: since?.toISOString() ?? null,
      until: until.toISOString(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { workspaceId, id }
}

/** The ids of the imports of a platform's history that run, locked until the transaction ends. */
export async function listRunningHistories(tx: Db, workspaceId: string, platform: PlatformName): Promise<string[]> {
  const rows = await tx
    .selectFrom('imports')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('status', 'in', ['started', 'in_progress'])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

/** The first of the channels that could not be imported, and why. */
export async function listFailedChannels(db: Db, { workspaceId, id }: ImportRef, max: number) {
  const rows = await db
    .selectFrom('import_channels as c')
    .innerJoin('import_parts as p', (join) =>
      join
        .onRef('p.workspace_id', '=', 'c.workspace_id')
        .onRef('p.import_id', '=', 'c.import_id')
        .onRef('p.number', '=', 'c.part'),
    )
    .select(['c.channel_id as channelId', 'c.name', 'p.error'])
    .where('c.workspace_id', '=', workspaceId)
    .where('p.workspace_id', '=', workspaceId)
    .where('c.import_id', '=', id)
    .where('c.status', '=', 'failed')
    .orderBy('c.number')
    .limit(max)
    .execute()
  // A channel of a history has its id from the beginning.
  return rows.map(({ channelId, name, error }) => ({ channelId: channelId!, name, message: error ?? '' }))
}
