import type { PlatformName } from '@parley/contracts/connections/platform'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import { after } from '../store/after.ts'
import type { ConnectionRow } from './connection.ts'
import { type ConnectionKey, columns } from './store.ts'

const working = ['connected', 'degraded', 'error'] as const
/** Connections with credentials that no other replica is taking just now. */
const takeable = (db: Db) =>
  db
    .selectFrom('connections')
    .select(['workspace_id as due_workspace_id', 'id as due_id'])
    .where('credentials', 'is not', null)
    .forUpdate()
    .skipLocked()

type LeaseColumn = 'renew_at' | 'discover_at' | 'compared_at' | 'subscribe_at' | 'listener' | 'listened_until'
type LeaseChange = { [Column in LeaseColumn]?: string | RawBuilder<string> }

/** Takes those that are due: `change` has other replicas leave them alone until they are due again. */
const take = (db: Db, due: ReturnType<typeof takeable>, change: LeaseChange): Promise<ConnectionRow[]> =>
  db
    .with('due', () => due)
    .updateTable('connections')
    .from('due')
    .set(change)
    .whereRef('workspace_id', '=', 'due_workspace_id')
    .whereRef('id', '=', 'due_id')
    .returning(columns)
    .$castTo<ConnectionRow>()
    .execute()

/** Some connections whose channels are to be listed now; they are put off by so long. */
export const takeForDiscovery = (db: Db, limit: number, pauseMs: number): Promise<ConnectionRow[]> =>
  take(
    db,
    takeable(db)
      .where('status', 'not in', ['needs_credentials', 'revoked'])
      .where('discover_at', '<=', sql<string>`now()`)
      .orderBy('discover_at')
      .limit(limit),
    { discover_at: after(pauseMs) },
  )

/** Some connections whose credentials are to be renewed now; they are put off by so long. */
export const takeForRenewal = (db: Db, limit: number, pauseMs: number): Promise<ConnectionRow[]> =>
  take(
    db,
    takeable(db)
      .where('status', 'not in', ['needs_credentials', 'revoked'])
      .where('renew_at', '<=', sql<string>`now()`)
      .orderBy('renew_at')
      .limit(limit),
    { renew_at: after(pauseMs) },
  )

/** Some connections whose sides are to be compared now. */
export const takeForComparison = (
  db: Db,
  platforms: readonly PlatformName[],
  limit: number,
  everyMs: number,
): Promise<ConnectionRow[]> =>
  take(
    db,
    takeable(db)
      .where('platform', 'in', platforms)
      .where('status', 'in', working)
      .where(({ eb, or }) => or([eb('compared_at', 'is', null), eb('compared_at', '<=', after(-everyMs))]))
      .orderBy('compared_at', (order) => order.asc().nullsFirst())
      .limit(limit),
    { compared_at: sql<string>`now()` },
  )

/** Some connections whose platforms are to be asked for their events; they are put off by so long. */
export async function takeForSubscribing(
  db: Db,
  platforms: readonly PlatformName[],
  limit: number,
  pauseMs: number,
): Promise<ConnectionRow[]> {
  if (platforms.length === 0) return []
  const due = takeable(db)
    .where('platform', 'in', platforms)
    .where('status', 'in', working)
    .where('subscribe_at', '<=', sql<string>`now()`)
    .orderBy('subscribe_at')
    .limit(limit)
  return take(db, due, { subscribe_at: after(pauseMs) })
}

/** Its platform posts events until then; what has changed in the meantime is asked for first. */
export async function noteSubscribed(db: Db, { workspaceId, id }: ConnectionKey, until: Date): Promise<void> {
  await db
    .updateTable('connections')
    .set({ subscribe_at: until.toISOString() })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('subscribe_at', '>', sql<string>`now()`)
    .execute()
}

/** Its channels are to be listed at once. */
export async function discoverAgain(db: Db, { workspaceId, id }: ConnectionKey): Promise<void> {
  await db
    .updateTable('connections')
    .set({ discover_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Its platform is to be asked for its events at once. */
export async function subscribeAgain(db: Db, { workspaceId, id }: ConnectionKey): Promise<void> {
  await db
    .updateTable('connections')
    .set({ subscribe_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/**
 * Those that messages come in from or have come in from, which their authors may take back, and all of platforms whose
 * channels are known by their events alone.
 */
const needsListener = (unlisted: readonly PlatformName[]) =>
  sql<boolean>`(ingest_messages or platform = any(${unlisted}::text[]) or exists (select from links l
    where l.workspace_id = connections.workspace_id and l.platform = connections.platform
      and l.account_id = connections.account_id and l.came = 'in' and not l.is_gone and l.message_id is not null))`

/** Takes connections that nobody listens to, for so long; those that nothing comes in from are left alone. */
export async function takeForListening(
  db: Db,
  { names, unlisted }: { names: readonly PlatformName[]; unlisted: readonly PlatformName[] },
  listener: string,
  limit: number,
  forMs: number,
): Promise<ConnectionRow[]> {
  if (names.length === 0) return []
  const due = takeable(db)
    .where('platform', 'in', names)
    .where(needsListener(unlisted))
    .where('status', 'in', working)
    .where(({ eb, or }) => or([eb('listened_until', 'is', null), eb('listened_until', '<', sql<string>`now()`)]))
    .orderBy('listened_until', (order) => order.asc().nullsFirst())
    .limit(limit)
  return take(db, due, { listener, listened_until: after(forMs) })
}

/** Keeps those of a process's connections that it may go on with, by the version of their credentials. */
export async function keepListening(
  db: Db,
  listener: string,
  ids: readonly string[],
  unlisted: readonly PlatformName[],
  forMs: number,
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const kept = await db
    .updateTable('connections')
    .set({ listened_until: after(forMs) })
    .where('id', 'in', ids)
    .where('listener', '=', listener)
    .where(needsListener(unlisted))
    .returning(['id', 'credentials_version as version'])
    .execute()
  return new Map(kept.map(({ id, version }) => [id, version]))
}

/** Gives a connection back, for others to listen to after a while. */
export async function releaseListening(
  db: Db,
  { workspaceId, id }: ConnectionKey,
  listener: string,
  afterMs: number,
): Promise<void> {
  await db
    .updateTable('connections')
    .set({ listener: null, listened_until: after(afterMs) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('listener', '=', listener)
    .execute()
}
