import type { BridgeDirection, ChannelPause } from '@parley/contracts/connections/connection'
import type { PlatformName } from '@parley/contracts/connections/platform'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { RemoteChannel } from '../platforms/platform.ts'

/** One account of a platform in a workspace: what channels and links belong to, whether it is connected or not. */
export interface AccountKey {
  workspaceId: string
  platform: PlatformName
  accountId: string
}

/** A channel of an account. */
export interface RemoteChannelRow {
  remoteId: string
  /** Of the Parley channel that it is here. */
  id: string
  name: string
  type: string
  topic: string | null
  isPrivate: boolean
  state: 'open' | 'archived' | 'gone'
  isSelected: boolean
  direction: BridgeDirection
  isMade: boolean
  paused: ChannelPause | null
  missing: number
  /** When it was made there, where the platform says it. */
  remoteCreatedAt: string | null
}

const columns = [
  'remote_id as remoteId',
  'id',
  'name',
  'type',
  'topic',
  'is_private as isPrivate',
  'state',
  'is_selected as isSelected',
  'direction',
  'is_made as isMade',
  'missing',
  'remote_created_at as remoteCreatedAt',
] as const

/** Why nothing crosses, as its Parley channel is now. */
export const paused = sql<ChannelPause | null>`(select case
    when s.channel_id is null then case when remote_channels.is_made then 'deleted' end
    when remote_channels.is_private and not s.is_private then 'private'
    when s.is_private and not remote_channels.is_private and remote_channels.direction in ('out', 'both') then 'public'
    when s.is_archived then 'archived' end
  from (values (1)) one
  left join channels.states s on s.workspace_id = remote_channels.workspace_id and s.channel_id = remote_channels.id)`
const shown = [...columns, paused.as('paused')] as const

const ofAccount = (db: Db, { workspaceId, platform, accountId }: AccountKey) =>
  db
    .selectFrom('remote_channels')
    .select(shown)
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .$castTo<RemoteChannelRow>()

/** An account's channels, by name. */
export async function listRemoteChannels(db: Db, account: AccountKey): Promise<RemoteChannelRow[]> {
  return ofAccount(db, account).orderBy('name').orderBy('id').execute()
}

/** The channels of several accounts, by platform: those that everybody of the workspace may know of, or all. */
export async function listChannelsOf(
  db: Db,
  workspaceId: string,
  accounts: readonly AccountKey[],
  withPrivate: boolean,
): Promise<ReadonlyMap<PlatformName, RemoteChannelRow[]>> {
  if (accounts.length === 0) return new Map()
  const rows = await db
    .selectFrom('remote_channels')
    .select(shown)
    .select('platform')
    .where('workspace_id', '=', workspaceId)
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('platform', 'account_id'),
        'in',
        accounts.map(({ platform, accountId }) => tuple(platform, accountId)),
      ),
    )
    .$if(!withPrivate, (query) => query.where('is_private', '=', false))
    .orderBy('name')
    .orderBy('id')
    .$castTo<RemoteChannelRow & { platform: PlatformName }>()
    .execute()
  return Map.groupBy(rows, ({ platform }) => platform)
}

/** By its id there, or by the one that it had before it moved. */
export async function findRemoteChannel(
  db: Db,
  account: AccountKey,
  remoteId: string,
): Promise<RemoteChannelRow | undefined> {
  const found = await ofAccount(db, account).where('remote_id', '=', remoteId).executeTakeFirst()
  return found ?? (await ofAccount(db, account).where('moved_from', '=', remoteId).executeTakeFirst())
}

const headOf = (
  column: 'seq' | 'rev',
) => sql<number>`coalesce((select h.${sql.ref(column)} from messaging.channel_counts h
  where h.workspace_id = remote_channels.workspace_id and h.channel_id = remote_channels.id), 0)`

/** What was written here before it is sent from stays here. */
const fromNowOn = {
  sent_seq: headOf('seq'),
  sent_rev: headOf('rev'),
  sends_after_seq: headOf('seq'),
  sends_since: sql<string>`clock_timestamp()`,
} as const

/** Chooses what crosses; what was written here while nothing went out does not go out afterwards. */
export async function setDirection(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  id: string,
  direction: BridgeDirection,
): Promise<RemoteChannelRow | undefined> {
  const unlessSent = <T = number>(column: keyof typeof fromNowOn) =>
    sql<T>`case when direction in ('out', 'both') then ${sql.ref(column)} else ${fromNowOn[column]} end`
  return tx
    .updateTable('remote_channels')
    .set({
      direction,
      expected_since: sql`case when direction in ('in', 'both') then expected_since else now() end`,
      sent_seq: unlessSent('sent_seq'),
      sent_rev: unlessSent('sent_rev'),
      sends_after_seq: unlessSent('sends_after_seq'),
      sends_since: unlessSent<string>('sends_since'),
    })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returning(shown)
    .$castTo<RemoteChannelRow>()
    .executeTakeFirst()
}

/** The channels that messages are expected from, and since when. */
export async function listExpected(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
): Promise<{ remoteId: string; expectedSince: string }[]> {
  return db
    .selectFrom('remote_channels')
    .select(['remote_id as remoteId', 'expected_since as expectedSince'])
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('is_selected', '=', true)
    .where('direction', 'in', ['in', 'both'])
    .where('state', '=', 'open')
    .where('expected_since', 'is not', null)
    .where(paused, 'is', null)
    .orderBy('id')
    .$narrowType<{ expectedSince: string }>()
    .execute()
}

/** The channels whose events are asked for: what comes in, and what has come in, which its authors may take back. */
export async function listSubscribed(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  isIngesting: boolean,
): Promise<string[]> {
  const isExpected = sql<boolean>`${isIngesting}::boolean and is_selected and direction in ('in', 'both') and ${paused} is null`
  const hasLinks = sql<boolean>`exists (select from links l where l.workspace_id = remote_channels.workspace_id
    and l.platform = remote_channels.platform and l.account_id = remote_channels.account_id
    and l.remote_channel_id = remote_channels.remote_id and l.came = 'in' and not l.is_gone and l.message_id is not null)`
  const subscribed = await db
    .selectFrom('remote_channels')
    .select('remote_id as remoteId')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('state', '=', 'open')
    .where(({ or }) => or([isExpected, hasLinks]))
    .orderBy('id')
    .execute()
  return subscribed.map(({ remoteId }) => remoteId)
}

/** Messages come in from all that are selected from now on: older ones are not missing. */
export async function expectFromNowOn(tx: Db, { workspaceId, platform, accountId }: AccountKey): Promise<void> {
  await tx
    .updateTable('remote_channels')
    .set({ expected_since: sql`now()`, missing: 0 })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('is_selected', '=', true)
    .execute()
}

/**
 * Selects these channels of an account, and no others. Whoever is sending from one that changes sends no further. One that
 * has become private or public there, or was deleted here, is another channel here from then on.
 */
export async function selectChannels(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  ids: readonly string[],
): Promise<void> {
  const isSelected = sql<boolean>`id = any(${ids}::uuid[])`
  const changed = await tx
    .updateTable('remote_channels')
    .set({ is_selected: isSelected, expected_since: sql`now()`, missing: 0, ...fromNowOn })
    .set(({ eb }) => ({ send_turn: eb('send_turn', '+', 1), send_at: sql`now()`, send_failures: 0 }))
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('is_selected', 'is distinct from', isSelected)
    .returning('id')
    .execute()
  if (changed.length === 0) return
  await tx
    .updateTable('remote_channels')
    .set({ id: sql`uuidv7()`, is_made: false, sent_seq: 0, sent_rev: 0, sends_after_seq: 0 })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('is_selected', '=', true)
    .where('is_made', '=', true)
    .where(paused, 'in', ['private', 'public', 'deleted'])
    .where(
      'id',
      'in',
      changed.map(({ id }) => id),
    )
    .execute()
}

/**
 * Adds what is new, and brings up to date what was renamed, archived or brought back. The connection is locked. Whoever is
 * sending from one that becomes private or public sends no further.
 *
 * @returns the ids there of those
 */
export async function mergeRemoteChannels(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  channels: readonly RemoteChannel[],
): Promise<string[]> {
  if (channels.length === 0) return []
  const idsOf = (wanted: boolean) => channels.filter(({ isPrivate }) => isPrivate === wanted).map(({ id }) => id)
  const changed = await tx
    .selectFrom('remote_channels')
    .select('remote_id as remoteId')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where(({ eb, or, and }) =>
      or(
        [true, false].map((isPrivate) =>
          and([eb('is_private', '<>', isPrivate), eb('remote_id', '=', sql<string>`any(${idsOf(isPrivate)}::text[])`)]),
        ),
      ),
    )
    .execute()
  await tx
    .insertInto('remote_channels')
    .values(
      channels.map((channel) => ({
        workspace_id: workspaceId,
        platform,
        account_id: accountId,
        remote_id: channel.id,
        name: channel.name,
        type: channel.type,
        topic: channel.topic,
        is_private: channel.isPrivate,
        state: channel.isArchived ? 'archived' : 'open',
        remote_created_at: channel.createdAt?.toISOString() ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'platform', 'account_id', 'remote_id'])
        .doUpdateSet(({ ref }) => ({
          name: ref('excluded.name'),
          type: ref('excluded.type'),
          topic: ref('excluded.topic'),
          is_private: ref('excluded.is_private'),
          state: ref('excluded.state'),
          send_turn: sql`remote_channels.send_turn + (excluded.is_private <> remote_channels.is_private)::int`,
          remote_created_at: sql`coalesce(excluded.remote_created_at, remote_channels.remote_created_at)`,
        }))
        .where(
          sql<boolean>`(remote_channels.name, remote_channels.type, remote_channels.topic, remote_channels.is_private,
            remote_channels.state, remote_channels.remote_created_at)
            is distinct from (excluded.name, excluded.type, excluded.topic, excluded.is_private, excluded.state,
              coalesce(excluded.remote_created_at, remote_channels.remote_created_at))`,
        ),
    )
    .execute()
  return changed.map(({ remoteId }) => remoteId)
}

/** Of some channels that are bridged, those of which nothing crosses: they are private on one side alone. */
export async function findUnlike(
  tx: Db,
  account: AccountKey,
  remoteIds: readonly string[],
): Promise<{ name: string; paused: 'private' | 'public' }[]> {
  if (remoteIds.length === 0) return []
  return ofAccount(tx, account)
    .where('remote_id', 'in', remoteIds)
    .where('is_selected', '=', true)
    .where('is_made', '=', true)
    .where(paused, 'in', ['private', 'public'])
    .orderBy('name')
    .$narrowType<{ paused: 'private' | 'public' }>()
    .execute()
}

/** Of the account's channels, those that a full listing did not have are gone. */
export async function markGone(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  remoteIds: readonly string[],
): Promise<void> {
  await tx
    .updateTable('remote_channels')
    .set({ state: 'gone' })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('state', '<>', 'gone')
    .where('remote_id', '<>', sql<string>`all(${remoteIds}::text[])`)
    .execute()
}

/** A channel has another id there. @returns false where there is none, or another that is bridged has that id already */
export async function moveRemoteChannel(tx: Db, account: AccountKey, from: string, to: string): Promise<boolean> {
  const { workspaceId, platform, accountId } = account
  const there = await findRemoteChannel(tx, account, to)
  const before = await findRemoteChannel(tx, account, from)
  // An event says it, and so does a call.
  if (before?.remoteId === to) return true
  if (!before || there?.isSelected || there?.isMade) return false
  if (there)
    await tx
      .deleteFrom('remote_channels')
      .where('workspace_id', '=', workspaceId)
      .where('platform', '=', platform)
      .where('account_id', '=', accountId)
      .where('remote_id', '=', to)
      // Whoever has moved it meanwhile has put it there.
      .where('is_selected', '=', false)
      .where('is_made', '=', false)
      .execute()
  await tx
    .updateTable('remote_channels')
    .set({ remote_id: to, moved_from: from })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('remote_id', '=', from)
    .execute()
  return true
}

export async function setChannelState(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  remoteId: string,
  state: RemoteChannelRow['state'],
): Promise<void> {
  await db
    .updateTable('remote_channels')
    .set({ state })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('remote_id', '=', remoteId)
    .execute()
}
