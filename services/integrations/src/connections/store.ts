import type { ConnectionStatus } from '@parley/contracts/connections/connection'
import type { PlatformName } from '@parley/contracts/connections/platform'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Account } from '../platforms/platform.ts'
import type { ConnectionRow, Problem } from './connection.ts'

const columns = [
  'workspace_id as workspaceId',
  'id',
  'platform',
  'status',
  'credentials',
  'credentials_version as credentialsVersion',
  'account_id as accountId',
  'account_name as accountName',
  'self_ids as selfIds',
  'ingest_messages as ingestMessages',
  'auto_reply as autoReply',
  'awaited_channels as awaitedChannels',
  'connected_by as connectedBy',
  'connected_at as connectedAt',
  'last_sync_at as lastSyncAt',
  'last_event_at as lastEventAt',
  'last_error as lastError',
  'missing',
  'compared_at as comparedAt',
] as const

export async function listConnections(db: Db, workspaceId: string): Promise<ConnectionRow[]> {
  return db
    .selectFrom('connections')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .$castTo<ConnectionRow>()
    .execute()
}

export async function findConnection(
  db: Db,
  workspaceId: string,
  platform: PlatformName,
): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('connections')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .$castTo<ConnectionRow>()
    .executeTakeFirst()
}

/** As `findConnection`, locked until the transaction ends. */
export async function lockConnection(
  tx: Db,
  workspaceId: string,
  platform: PlatformName,
): Promise<ConnectionRow | undefined> {
  return tx
    .selectFrom('connections')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .forNoKeyUpdate()
    .$castTo<ConnectionRow>()
    .executeTakeFirst()
}

export async function findConnectionById(db: Db, workspaceId: string, id: string): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('connections')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .$castTo<ConnectionRow>()
    .executeTakeFirst()
}

/** The connection that a platform posts to by its id, whosesoever it is. */
export async function findAddressed(db: Db, platform: PlatformName, id: string): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('connections')
    .select(columns)
    .where('id', '=', id)
    .where('platform', '=', platform)
    .$castTo<ConnectionRow>()
    .executeTakeFirst()
}

interface NewConnection {
  workspaceId: string
  id: string
  platform: PlatformName
  credentials: string | null
  ingestMessages: boolean
  autoReply: boolean
  awaitedChannels: string[]
  connectedBy: string
}

/** False where the workspace has connected the platform already. */
export async function insertConnection(tx: Db, row: NewConnection): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('connections')
    .values({
      workspace_id: row.workspaceId,
      id: row.id,
      platform: row.platform,
      status: 'needs_credentials',
      credentials: row.credentials,
      ingest_messages: row.ingestMessages,
      auto_reply: row.autoReply,
      awaited_channels: row.awaitedChannels,
      connected_by: row.connectedBy,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'platform']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

type Key = Pick<ConnectionRow, 'workspaceId' | 'id'>

/** Its credentials are good: it works, and what is there is looked for at once. */
export async function markConnected(tx: Db, { workspaceId, id }: Key, account: Account): Promise<void> {
  await tx
    .updateTable('connections')
    .set({
      status: 'connected',
      account_id: account.id,
      account_name: account.name,
      self_ids: [...account.selfIds],
      last_error: null,
      discover_at: sql`now()`,
      updated_at: sql`now()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Keeps other credentials, whose test went well. */
export async function replaceCredentials(tx: Db, { workspaceId, id }: Key, sealed: string): Promise<void> {
  await tx
    .updateTable('connections')
    .set(({ eb }) => ({ credentials: sealed, credentials_version: eb('credentials_version', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** A message has crossed: noted to the second. */
export async function noteSync(db: Db, { workspaceId, id }: Key): Promise<void> {
  await db
    .updateTable('connections')
    .set({ last_sync_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where(({ eb, or }) =>
      or([eb('last_sync_at', 'is', null), eb('last_sync_at', '<', sql<string>`now() - interval '1 second'`)]),
    )
    .execute()
}

/** It answers again. */
export async function clearProblem(db: Db, { workspaceId, id }: Key): Promise<void> {
  await db
    .updateTable('connections')
    .set({ status: 'connected', last_error: null, updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('status', '=', 'error')
    .execute()
}

/** What the platform answered: shown to people until the next success. */
export async function noteProblem(
  db: Db,
  { workspaceId, id }: Key,
  status: ConnectionStatus,
  { code, message }: Problem,
): Promise<void> {
  const problem = { code, message, at: new Date().toISOString() }
  await db
    .updateTable('connections')
    .set({ status, last_error: JSON.stringify(problem), updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

interface Change {
  ingestMessages?: boolean | undefined
  autoReply?: boolean | undefined
  awaitedChannels?: string[] | undefined
}

/** Changes what is given. @returns when */
export async function changeConnection(tx: Db, { workspaceId, id }: Key, change: Change): Promise<string> {
  const { updatedAt } = await tx
    .updateTable('connections')
    .set({
      ingest_messages: change.ingestMessages,
      auto_reply: change.autoReply,
      awaited_channels: change.awaitedChannels,
      updated_at: sql`now()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('updated_at as updatedAt')
    .executeTakeFirstOrThrow()
  return updatedAt
}

/** Some connections whose sides are to be compared now; no other replica takes them until they are due again. */
export async function takeForComparison(
  db: Db,
  platforms: readonly PlatformName[],
  limit: number,
  everyMs: number,
): Promise<ConnectionRow[]> {
  return db
    .with('due', (qc) =>
      qc
        .selectFrom('connections')
        .select(['workspace_id as due_workspace_id', 'id as due_id'])
        .where('credentials', 'is not', null)
        .where('platform', 'in', platforms)
        .where('status', 'in', ['connected', 'degraded', 'error'])
        .where(({ eb, or }) =>
          or([
            eb('compared_at', 'is', null),
            eb('compared_at', '<=', sql<string>`now() - ${everyMs} * interval '1 ms'`),
          ]),
        )
        .orderBy('compared_at', (order) => order.asc().nullsFirst())
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('connections')
    .from('due')
    .set({ compared_at: sql`now()` })
    .whereRef('workspace_id', '=', 'due_workspace_id')
    .whereRef('id', '=', 'due_id')
    .returning(columns)
    .$castTo<ConnectionRow>()
    .execute()
}

/** What a comparison has found: a connection is degraded where something is missing twice, and recovers once nothing is. */
export async function noteComparison(db: Db, { workspaceId, id }: Key, missing: number): Promise<void> {
  await db
    .updateTable('connections')
    .set({
      missing,
      status: sql`case when ${missing}::int = 0 and status in ('degraded', 'error') then 'connected'
        when ${missing}::int > 0 and missing > 0 and status = 'connected' then 'degraded' else status end`,
      last_error: sql`case when ${missing}::int = 0 then null else last_error end`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Takes connections that nobody listens to, for so long; those that nothing comes in from are left alone. */
export async function takeForListening(
  db: Db,
  platforms: readonly PlatformName[],
  listener: string,
  limit: number,
  forMs: number,
): Promise<ConnectionRow[]> {
  if (platforms.length === 0) return []
  return db
    .with('due', (qc) =>
      qc
        .selectFrom('connections')
        .select(['workspace_id as due_workspace_id', 'id as due_id'])
        .where('credentials', 'is not', null)
        .where('platform', 'in', platforms)
        .where('ingest_messages', '=', sql.lit(true))
        .where('status', 'in', ['connected', 'degraded', 'error'])
        .where(({ eb, or }) => or([eb('listened_until', 'is', null), eb('listened_until', '<', sql<string>`now()`)]))
        .orderBy('listened_until', (order) => order.asc().nullsFirst())
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('connections')
    .from('due')
    .set({ listener, listened_until: sql`now() + ${forMs} * interval '1 ms'` })
    .whereRef('workspace_id', '=', 'due_workspace_id')
    .whereRef('id', '=', 'due_id')
    .returning(columns)
    .$castTo<ConnectionRow>()
    .execute()
}

/** Keeps those of a process's connections that it may go on with, by the version of their credentials. */
export async function keepListening(
  db: Db,
  listener: string,
  ids: readonly string[],
  forMs: number,
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const kept = await db
    .updateTable('connections')
    .set({ listened_until: sql`now() + ${forMs} * interval '1 ms'` })
    .where('id', 'in', ids)
    .where('listener', '=', listener)
    .where('ingest_messages', '=', sql.lit(true))
    .returning(['id', 'credentials_version as version'])
    .execute()
  return new Map(kept.map(({ id, version }) => [id, version]))
}

/** Gives a connection back, for others to listen to after a while. */
export async function releaseListening(
  db: Db,
  { workspaceId, id }: Key,
  listener: string,
  afterMs: number,
): Promise<void> {
  await db
    .updateTable('connections')
    .set({ listener: null, listened_until: sql`now() + ${afterMs} * interval '1 ms'` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('listener', '=', listener)
    .execute()
}

/** Deletes a connection with the events that wait for it; false where there is none. */
export async function deleteConnection(tx: Db, workspaceId: string, platform: PlatformName): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Some connections whose channels are to be listed now; they are put off by so long, also for other replicas. */
export async function takeForDiscovery(db: Db, limit: number, pauseMs: number): Promise<ConnectionRow[]> {
  return db
    .with('due', (qc) =>
      qc
        .selectFrom('connections')
        .select(['workspace_id as due_workspace_id', 'id as due_id'])
        .where('credentials', 'is not', null)
        .where('status', 'not in', ['needs_credentials', 'revoked'])
        .where('discover_at', '<=', sql<string>`now()`)
        .orderBy('discover_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('connections')
    .from('due')
    .set({ discover_at: sql`now() + ${pauseMs} * interval '1 ms'` })
    .whereRef('workspace_id', '=', 'due_workspace_id')
    .whereRef('id', '=', 'due_id')
    .returning(columns)
    .$castTo<ConnectionRow>()
    .execute()
}
