import type { BridgeDirection } from '@parley/contracts/connections/connection'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { type AccountKey, paused } from './remote-channels.ts'

/** A channel whose two sides are to have the same messages. */
export interface ComparedChannel {
  remoteId: string
  id: string
  direction: Exclude<BridgeDirection, 'off'>
  expectedSince: string
  sentSeq: number
  sentRev: number
}

/** The channels of an account of which something crosses. */
const crossing = (db: Db, { workspaceId, platform, accountId }: AccountKey) =>
  db
    .selectFrom('remote_channels')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('is_selected', '=', true)
    .where('direction', '<>', 'off')
    .where('state', '=', 'open')
    .where('expected_since', 'is not', null)
    .where(paused, 'is', null)

/** The channels to compare next: those of which something is missing, then those that were compared longest ago. */
export async function listCompared(db: Db, account: AccountKey, limit: number): Promise<ComparedChannel[]> {
  return crossing(db, account)
    .select(['remote_id as remoteId', 'id', 'direction', 'expected_since as expectedSince'])
    .select(['sent_seq as sentSeq', 'sent_rev as sentRev'])
    .orderBy(({ eb }) => eb('missing', '>', 0), 'desc')
    .orderBy('compared_at', (order) => order.asc().nullsFirst())
    .orderBy('id')
    .limit(limit)
    .$castTo<ComparedChannel>()
    .execute()
}

/** How many messages are missing in an account's channels, as each was compared last. */
export async function countMissing(db: Db, account: AccountKey): Promise<number> {
  const { missing } = await crossing(db, account)
    .select(({ fn }) => fn.coalesce(fn.sum<number>('missing'), sql.lit(0)).as('missing'))
    .executeTakeFirstOrThrow()
  return Number(missing)
}

/** A channel is compared, and so many are missing; undefined where the platform did not let it be seen. */
export async function noteCompared(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  remoteId: string,
  missing: number | undefined,
): Promise<void> {
  await db
    .updateTable('remote_channels')
    .set({ compared_at: sql`now()`, ...(missing !== undefined && { missing }) })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('remote_id', '=', remoteId)
    .execute()
}
