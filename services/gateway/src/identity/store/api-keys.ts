import type { Scope } from '@parley/contracts/endpoint'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { DB } from '../../schema.ts'
import { noLongerValid } from '../credentials.ts'

const columns = ['id', 'name', 'key_prefix', 'scopes', 'created_at', 'last_used_at'] as const

/** A key as the API shows it: never the key itself. */
export type ApiKeyRow = Pick<Selectable<DB['api_keys']>, (typeof columns)[number]>

/** Whose keys: a person's in one workspace. */
interface Holder {
  workspaceId: string
  userId: string
}

/** The most keys that a person may have in one workspace. */
export const maxKeys = 10

const keysOf = (db: Db, { workspaceId, userId }: Holder) =>
  db.selectFrom('api_keys').where('workspace_id', '=', workspaceId).where('user_id', '=', userId)

/** The person's keys, newest first. */
export async function listKeys(db: Db, holder: Holder): Promise<ApiKeyRow[]> {
  return keysOf(db, holder).select(columns).orderBy('created_at', 'desc').orderBy('id', 'desc').execute()
}

/** Whether an API key is still valid. */
export async function isKey(db: Db, holder: Holder, keyId: string): Promise<boolean> {
  return (await keysOf(db, holder).select('id').where('id', '=', keyId).executeTakeFirst()) !== undefined
}

/**
 * Keeps a new key; undefined when the person has as many as they may. Locks the membership, so that of two at once only
 * one can be the last.
 */
export async function insertKey(
  tx: Db,
  { workspaceId, userId }: Holder,
  key: { name: string; prefix: string; hash: Buffer; scopes: Scope[] },
): Promise<ApiKeyRow | undefined> {
  const member = await tx
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!member) throw noLongerValid()
  const { count } = await keysOf(tx, { workspaceId, userId })
    .select((of) => of.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= maxKeys) return undefined
  return tx
    .insertInto('api_keys')
    .values({
      workspace_id: workspaceId,
      user_id: userId,
      name: key.name,
      key_prefix: key.prefix,
      key_hash: key.hash,
      scopes: key.scopes,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** False when the person has no such key. */
export const deleteKey = (tx: Db, { workspaceId, userId }: Holder, keyId: string) =>
  tx
    .deleteFrom('api_keys')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('id', '=', keyId)
    .returning('name')
    .executeTakeFirst()

/**
 * Deletes every key that a person made before their email address was proven: all of them while it is not.
 *
 * @returns the workspaces in which there was one
 */
export async function deleteKeysBeforeProof(tx: Db, userId: string): Promise<string[]> {
  const deleted = await tx
    .deleteFrom('api_keys as k')
    .using('users as u')
    .whereRef('u.id', '=', 'k.user_id')
    .where('k.user_id', '=', userId)
    .where((of) =>
      of.or([of('u.email_verified_at', 'is', null), of('k.created_at', '<', sql<string>`u.email_verified_at`)]),
    )
    .returning('k.workspace_id')
    .execute()
  return [...new Set(deleted.map(({ workspace_id }) => workspace_id))]
}
