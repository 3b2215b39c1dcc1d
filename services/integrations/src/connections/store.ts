import type { PlatformName } from '@parley/contracts/connections/platform'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ConnectionRow } from './connection.ts'

/** A connection's columns, as `ConnectionRow` has them. */
export const columns = [
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
  'unconfirmed',
  'left_out as leftOut',
] as const

/** The first that was connected first. */
export async function listConnections(db: Db, workspaceId: string): Promise<ConnectionRow[]> {
  return db
    .selectFrom('connections')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('connected_at')
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

/** The connections to an account, in whichever workspaces: of its platform's app, which posts events by account. */
export async function listConnectionsTo(db: Db, platform: PlatformName, accountId: string): Promise<ConnectionRow[]> {
  return db
    .selectFrom('connections')
    .select(columns)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('credentials', 'is not', null)
    .orderBy('id')
    .$castTo<ConnectionRow>()
    .execute()
}

interface NewConnection {
  workspaceId: string
  id: string
  platform: PlatformName
  credentials: string | null
  renewAt?: Date | undefined
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
      renew_at: row.renewAt?.toISOString() ?? null,
      ingest_messages: row.ingestMessages,
      auto_reply: row.autoReply,
      awaited_channels: row.awaitedChannels,
      connected_by: row.connectedBy,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'platform']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Which connection. */
export type ConnectionKey = Pick<ConnectionRow, 'workspaceId' | 'id'>

/** Credentials as a connection keeps them, and when they are renewed, where they end. */
export interface SealedCredentials {
  sealed: string
  renewAt?: Date | undefined
}

/** Keeps other credentials in place of those of a version. @returns false where others have taken their place already */
export async function replaceCredentials(
  tx: Db,
  { workspaceId, id, credentialsVersion }: ConnectionKey & Pick<ConnectionRow, 'credentialsVersion'>,
  { sealed, renewAt }: SealedCredentials,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('connections')
    .set({
      credentials: sealed,
      credentials_version: credentialsVersion + 1,
      renew_at: renewAt?.toISOString() ?? null,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('credentials_version', '=', credentialsVersion)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** A message has crossed: noted to the second. */
export async function noteSync(db: Db, { workspaceId, id }: ConnectionKey): Promise<void> {
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

interface Change {
  ingestMessages?: boolean | undefined
  autoReply?: boolean | undefined
  awaitedChannels?: string[] | undefined
}

/** Changes what is given. @returns when */
export async function changeConnection(tx: Db, { workspaceId, id }: ConnectionKey, change: Change): Promise<string> {
  const { updatedAt } = await tx
    .updateTable('connections')
    .set({
      ingest_messages: change.ingestMessages,
      auto_reply: change.autoReply,
      awaited_channels: change.awaitedChannels,
      subscribe_at: sql`now()`,
      updated_at: sql`now()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('updated_at as updatedAt')
    .executeTakeFirstOrThrow()
  return updatedAt
}

/** One of its messages was sent, and nobody knows whether it has arrived. */
export async function noteUnconfirmed(tx: Db, { workspaceId, id }: ConnectionKey): Promise<void> {
  await tx
    .updateTable('connections')
    .set(({ eb }) => ({ unconfirmed: eb('unconfirmed', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Some of its messages were left out, on their way in or out. */
export async function noteLeftOut(tx: Db, { workspaceId, id }: ConnectionKey, messages = 1): Promise<void> {
  await tx
    .updateTable('connections')
    .set(({ eb }) => ({ left_out: eb('left_out', '+', messages) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Deletes a connection with the events that wait for it. @returns what it was, if there was one */
export async function deleteConnection(
  tx: Db,
  workspaceId: string,
  platform: PlatformName,
): Promise<ConnectionRow | undefined> {
  return tx
    .deleteFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .returning(columns)
    .$castTo<ConnectionRow>()
    .executeTakeFirst()
}
