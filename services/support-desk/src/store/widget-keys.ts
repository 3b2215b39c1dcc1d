import type { WidgetKey, WidgetKeyStatus } from '@parley/contracts/desk/widget-keys'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** What is chosen of a key. */
interface Chosen {
  name: string
  domains: string[]
  status: WidgetKeyStatus
  siteId: string | null
}

/** What changes of a key; what is undefined stays. */
type Change = { [Field in keyof Chosen]?: Chosen[Field] | undefined }

const columns = [
  'id',
  'name',
  'key_prefix as keyPrefix',
  sql<string>`encode(key_hash, 'hex')`.as('keyHash'),
  sql<string>`to_json(domains)::text`.as('domains'),
  'status',
  'site_id as siteId',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
] as const

/** A workspace's keys, newest first. */
export async function listWidgetKeys(db: Db, workspaceId: string): Promise<WidgetKey[]> {
  return db
    .selectFrom('widget_keys')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .execute()
}

export async function countWidgetKeys(tx: Db, workspaceId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('widget_keys')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return count
}

export async function insertWidgetKey(
  tx: Db,
  workspaceId: string,
  { name, domains, status, siteId }: Chosen,
  { prefix, hash }: { prefix: string; hash: Buffer },
): Promise<WidgetKey> {
  return tx
    .insertInto('widget_keys')
    .values({
      workspace_id: workspaceId,
      name,
      key_prefix: prefix,
      key_hash: hash,
      domains,
      status,
      site_id: siteId,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** The status of a key; undefined where there is none. */
export async function findWidgetKeyStatus(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<WidgetKeyStatus | undefined> {
  const found = await db
    .selectFrom('widget_keys')
    .select('status')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return found?.status
}

/** Changes what is given of a key that is there. */
export async function updateWidgetKey(
  tx: Db,
  workspaceId: string,
  id: string,
  { name, domains, status, siteId }: Change,
): Promise<WidgetKey> {
  return (
    tx
      .updateTable('widget_keys')
      // Where nothing is given there is still something to set.
      .set({ id, name, domains, status, site_id: siteId })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirstOrThrow()
  )
}

/** Deletes a key and returns its name; undefined where there is none. */
export const deleteWidgetKey = (tx: Db, workspaceId: string, id: string) =>
  tx
    .deleteFrom('widget_keys')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()

/** Where a widget runs, by its key. */
export interface WidgetSite {
  workspaceId: string
  widgetKeyId: string
  siteId: string | null
  domains: string[]
}

/** The active key with this hash, whosoever it is. */
export async function findActiveKey(db: Db, hash: Buffer): Promise<WidgetSite | undefined> {
  return db
    .selectFrom('widget_keys')
    .select(['workspace_id as workspaceId', 'id as widgetKeyId', 'site_id as siteId', 'domains'])
    .where('key_hash', '=', hash)
    .where('status', '=', 'ACTIVE')
    .executeTakeFirst()
}

/** Notes that a key was used, to the hour. */
export async function noteUse(db: Db, { workspaceId, widgetKeyId }: WidgetSite): Promise<void> {
  await db
    .updateTable('widget_keys')
    .set({ last_used_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', widgetKeyId)
    .where(({ eb, or }) =>
      or([eb('last_used_at', 'is', null), eb('last_used_at', '<', sql<string>`now() - interval '1 hour'`)]),
    )
    .execute()
}
