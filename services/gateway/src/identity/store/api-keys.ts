import type { Scope } from '@parley/contracts/endpoint'

import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import { noLongerValid } from '../credentials.ts'

/** A key as the API shows it: never the key itself. */
export interface ApiKeyRow {
  id: string
  name: string
  key_prefix: string
  scopes: Scope[]
  created_at: string
  last_used_at: string | null
}

/** Whose keys: a person's in one workspace. */
interface Holder {
  workspaceId: string
  userId: string
}

const columns = sql`id, name, key_prefix, scopes, created_at, last_used_at`

/** The most keys that a person may have in one workspace. */
export const maxKeys = 10

/** The person's keys, newest first. */
export async function listKeys(db: Db, { workspaceId, userId }: Holder): Promise<ApiKeyRow[]> {
  const { rows } = await sql<ApiKeyRow>`
    select ${columns} from api_keys where workspace_id = ${workspaceId} and user_id = ${userId}
    order by created_at desc, id desc`.execute(db)
  return rows
}

/**
 * Keeps a new key; undefined when the person has as many as they may. Holds the membership, so that of two at once only
 * one can be the last.
 */
export async function insertKey(
  tx: Db,
  { workspaceId, userId }: Holder,
  key: { name: string; prefix: string; hash: Buffer; scopes: Scope[] },
): Promise<ApiKeyRow | undefined> {
  const { rows: held } = await sql`
    select from members where workspace_id = ${workspaceId} and user_id = ${userId} for no key update`.execute(tx)
  if (held.length === 0) throw noLongerValid()
  const { rows } = await sql<ApiKeyRow>`
    insert into api_keys (workspace_id, user_id, name, key_prefix, key_hash, scopes)
    select ${workspaceId}, ${userId}, ${key.name}, ${key.prefix}, ${key.hash}, ${key.scopes}::text[]
    where (select count(*) from api_keys where workspace_id = ${workspaceId} and user_id = ${userId}) < ${maxKeys}
    returning ${columns}`.execute(tx)
  return rows[0]
}

/** False when the person has no such key. */
export async function deleteKey(tx: Db, { workspaceId, userId }: Holder, keyId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from api_keys where id = ${keyId} and workspace_id = ${workspaceId} and user_id = ${userId}
    returning id`.execute(tx)
  return rows.length > 0
}
