import type { IncomingWebhook } from '@parley/contracts/webhooks/incoming'
import { sql, type Updateable } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'

export interface IncomingKey {
  workspaceId: string
  id: string
}

const columns = [
  'id',
  'channel_id as channelId',
  'name',
  'avatar_url as avatarUrl',
  'is_active as isActive',
  'last_used_at as lastUsedAt',
  'created_by as createdBy',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const

/** Of a workspace there are few: all of them, the oldest first. */
export const listIncoming = (db: Db, workspaceId: string): Promise<IncomingWebhook[]> =>
  db.selectFrom('incoming_webhooks').select(columns).where('workspace_id', '=', workspaceId).orderBy('id').execute()

/** Locked until the transaction ends. */
export const lockIncoming = (tx: Db, { workspaceId, id }: IncomingKey): Promise<IncomingWebhook | undefined> =>
  tx
    .selectFrom('incoming_webhooks')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()

/** Keeps others from adding some to a workspace until the transaction ends. @returns how many it has */
export async function lockCount(tx: Db, workspaceId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`incoming-webhooks:${workspaceId}`}, 0))`.execute(tx)
  const { count } = await tx
    .selectFrom('incoming_webhooks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return count
}

interface NewIncoming {
  workspaceId: string
  channelId: string
  name: string
  avatarUrl: string | null
  tokenHash: Buffer
  createdBy: string
}

export const insertIncoming = (tx: Db, given: NewIncoming): Promise<IncomingWebhook> =>
  tx
    .insertInto('incoming_webhooks')
    .values({
      workspace_id: given.workspaceId,
      channel_id: given.channelId,
      name: given.name,
      avatar_url: given.avatarUrl,
      token_hash: given.tokenHash,
      created_by: given.createdBy,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()

type Change = Pick<
  Updateable<DB['incoming_webhooks']>,
  'channel_id' | 'name' | 'avatar_url' | 'is_active' | 'token_hash'
>

/** Changes what is given. */
export const changeIncoming = (tx: Db, { workspaceId, id }: IncomingKey, change: Change): Promise<IncomingWebhook> =>
  tx
    .updateTable('incoming_webhooks')
    .set({ ...change, updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()

export async function deleteIncoming(tx: Db, { workspaceId, id }: IncomingKey): Promise<void> {
  await tx.deleteFrom('incoming_webhooks').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
  await deleteAllowance(tx, { workspaceId, id })
}

/** Deletes those of a channel. */
export async function deleteIncomingOf(tx: Db, workspaceId: string, channelId: string): Promise<void> {
  const deleted = await tx
    .deleteFrom('incoming_webhooks')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .returning('id')
    .execute()
  for (const { id } of deleted) await deleteAllowance(tx, { workspaceId, id })
}

const deleteAllowance = (tx: Db, { workspaceId, id }: IncomingKey) =>
  tx.deleteFrom('incoming_allowances').where('workspace_id', '=', workspaceId).where('holder', '=', id).execute()

/** What a post needs of the webhook whose URL it came to. */
export interface Addressed extends IncomingKey {
  channelId: string
  name: string
  avatarUrl: string | null
}

/** The active webhook that a token is of, whosesoever it is, which then cannot be deleted before the transaction ends. */
export const lockByToken = (tx: Db, tokenHash: Buffer): Promise<Addressed | undefined> =>
  tx
    .selectFrom('incoming_webhooks')
    .select(['workspace_id as workspaceId', 'id', 'channel_id as channelId', 'name', 'avatar_url as avatarUrl'])
    .where('token_hash', '=', tokenHash)
    .where('is_active', '=', true)
    .forKeyShare()
    .executeTakeFirst()

/** Notes that it was used, to the minute. */
export async function noteUse(db: Db, { workspaceId, id }: IncomingKey): Promise<void> {
  await db
    .updateTable('incoming_webhooks')
    .set({ last_used_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where(({ eb, or }) =>
      or([eb('last_used_at', 'is', null), eb('last_used_at', '<', sql<string>`now() - interval '1 minute'`)]),
    )
    .execute()
}

/** Takes one post out of an allowance; false where it is used up. */
export async function takeAllowance(
  db: Db,
  workspaceId: string,
  holder: string,
  { perMinute, burst }: { perMinute: number; burst: number },
): Promise<boolean> {
  await db
    .insertInto('incoming_allowances')
    .values({ workspace_id: workspaceId, holder, left_over: burst })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const filled = sql<number>`least(${burst}, left_over + extract(epoch from now() - filled_at) * ${perMinute / 60})`
  const { numUpdatedRows } = await db
    .updateTable('incoming_allowances')
    .set({ left_over: sql<number>`${filled} - 1`, filled_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('holder', '=', holder)
    .where(filled, '>=', 1)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
