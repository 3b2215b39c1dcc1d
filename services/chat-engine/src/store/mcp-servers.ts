import type { McpServer } from '@parley/contracts/tools/mcp-servers'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { CleanTool } from '../mcp/clean-tools.ts'
import type { SealedHeaders } from '../mcp/server-headers.ts'

/** A server as it is called. */
export interface StoredServer {
  workspaceId: string
  id: string
  name: string
  url: string
  /** Sealed. */
  headers: string | null
  trustsReadOnly: boolean
  isEnabled: boolean
  tools: CleanTool[]
  error: string | null
  /** Milliseconds since it last answered; null if it never did. */
  toolsAgeMs: number | null
  updatedAt: string
}

const columns = [
  'workspace_id as workspaceId',
  'id',
  'name',
  'url',
  'headers',
  'trusts_read_only as trustsReadOnly',
  'is_enabled as isEnabled',
  'tools',
  'error',
  'updated_at as updatedAt',
] as const

const toolsAge = sql<number | null>`(extract(epoch from clock_timestamp() - tools_at) * 1000)::float8`

/** The servers of a workspace whose tools may be used, by name. */
export async function readEnabledServers(db: Db, workspaceId: string): Promise<StoredServer[]> {
  return db
    .selectFrom('mcp_servers')
    .select([...columns, toolsAge.as('toolsAgeMs')])
    .where('workspace_id', '=', workspaceId)
    .where('is_enabled', '=', true)
    .orderBy('name')
    .$narrowType<{ tools: CleanTool[] }>()
    .execute()
}

export async function findServer(db: Db, workspaceId: string, id: string): Promise<StoredServer | undefined> {
  return db
    .selectFrom('mcp_servers')
    .select([...columns, toolsAge.as('toolsAgeMs')])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .$narrowType<{ tools: CleanTool[] }>()
    .executeTakeFirst()
}

/**
 * Stores what a server answered when it was asked for its tools, or what it failed with; its tools are kept then. Nothing
 * where it was changed meanwhile.
 */
export async function storeOutcome(
  db: Db,
  { workspaceId, id, updatedAt }: Pick<StoredServer, 'workspaceId' | 'id' | 'updatedAt'>,
  outcome: { tools: readonly CleanTool[] } | { error: string },
): Promise<void> {
  const set =
    'tools' in outcome
      ? { tools: JSON.stringify(outcome.tools), tools_at: sql<string>`clock_timestamp()`, error: null }
      : { error: outcome.error }
  await db
    .updateTable('mcp_servers')
    .set(set)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where(sql<boolean>`date_trunc('milliseconds', updated_at) = ${updatedAt}`)
    .execute()
}

const shown = [
  'id',
  'name',
  'url',
  'header_names',
  'trusts_read_only',
  'is_enabled as enabled',
  'tools_at',
  'error',
  'created_by',
  'created_at',
  'updated_at',
] as const
const toolCount = sql<number>`jsonb_array_length(tools)`.as('tool_count')

export async function listServers(
  db: Db,
  workspaceId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ servers: McpServer[]; total: number }> {
  const ofWorkspace = db.selectFrom('mcp_servers').where('workspace_id', '=', workspaceId)
  const { total } = await ofWorkspace.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const servers = await ofWorkspace
    .select([...shown, toolCount])
    .orderBy('name')
    .limit(limit)
    .offset(offset)
    .execute()
  return { servers, total }
}

export async function showServer(db: Db, workspaceId: string, id: string): Promise<McpServer | undefined> {
  return db
    .selectFrom('mcp_servers')
    .select([...shown, toolCount])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export interface NewServer {
  id: string
  name: string
  url: string
  /** Sealed, with their names. */
  headers: SealedHeaders
  trustsReadOnly: boolean
  isEnabled: boolean
}

/** Locks a workspace's servers against others that add one, and counts them. Needs a transaction. */
export async function lockServers(tx: Db, workspaceId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mcp-servers:${workspaceId}`}, 0))`.execute(tx)
  const { count } = await tx
    .selectFrom('mcp_servers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return count
}

export async function hasServerNamed(db: Db, workspaceId: string, name: string, butId?: string): Promise<boolean> {
  const found = await db
    .selectFrom('mcp_servers')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .$if(butId !== undefined, (query) => query.where('id', '<>', butId!))
    .executeTakeFirst()
  return found !== undefined
}

export async function insertServer(
  tx: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  server: NewServer,
): Promise<McpServer> {
  return tx
    .insertInto('mcp_servers')
    .values({
      workspace_id: workspaceId,
      id: server.id,
      name: server.name,
      url: server.url,
      headers: server.headers.sealed,
      header_names: [...server.headers.names],
      trusts_read_only: server.trustsReadOnly,
      is_enabled: server.isEnabled,
      created_by: userId,
    })
    .returning([...shown, toolCount])
    .executeTakeFirstOrThrow()
}

/** A server that is about to be changed. Needs a transaction. */
export async function lockServer(tx: Db, workspaceId: string, id: string) {
  return tx
    .selectFrom('mcp_servers')
    .select(['name', 'url', 'headers'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Changes a server. With another name, URL or headers, what it offered is forgotten. */
export async function updateServer(
  tx: Db,
  workspaceId: string,
  { id, name, url, headers, trustsReadOnly, isEnabled }: Partial<NewServer> & { id: string },
): Promise<McpServer> {
  const isAnother = name !== undefined || url !== undefined || headers !== undefined
  return tx
    .updateTable('mcp_servers')
    .set({
      ...(name !== undefined && { name }),
      ...(url !== undefined && { url }),
      ...(headers !== undefined && { headers: headers.sealed, header_names: [...headers.names] }),
      ...(trustsReadOnly !== undefined && { trusts_read_only: trustsReadOnly }),
      ...(isEnabled !== undefined && { is_enabled: isEnabled }),
      ...(isAnother && { tools: '[]', tools_at: null, error: null }),
      updated_at: sql<string>`clock_timestamp()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning([...shown, toolCount])
    .executeTakeFirstOrThrow()
}

export async function deleteServer(tx: Db, workspaceId: string, id: string): Promise<void> {
  await tx.deleteFrom('mcp_servers').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** Removes what was set for a server's tools, which another server of its name must not inherit. */
export async function deletePoliciesOf(tx: Db, workspaceId: string, serverName: string): Promise<void> {
  await tx
    .deleteFrom('tool_policies')
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`starts_with(tool, ${`${serverName}__`})`)
    .execute()
}
