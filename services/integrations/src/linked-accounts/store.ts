import type { PlatformName } from '@parley/contracts/connections/platform'
import { sql } from 'kysely'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'

/** An account there that a person of the workspace has proven to be theirs. */
export interface LinkedAccountRow {
  platform: PlatformName
  foreignId: string
  name: string
  linkedAt: string
}

const columns = ['platform', 'foreign_id as foreignId', 'name', 'linked_at as linkedAt'] as const

interface Person {
  workspaceId: string
  userId: string
}

export async function listLinkedAccounts(db: Db, { workspaceId, userId }: Person): Promise<LinkedAccountRow[]> {
  return db
    .selectFrom('linked_accounts')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .orderBy('platform')
    .orderBy('account_id')
    .$castTo<LinkedAccountRow>()
    .execute()
}

/**
 * Links an account to a person, in place of the one that they had linked, and of whoever had it and has left.
 *
 * @returns undefined where it is linked to somebody else of the workspace
 */
export async function linkAccount(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  { foreignId, userId, name }: { foreignId: string; userId: string; name: string },
): Promise<LinkedAccountRow | undefined> {
  const hasLeft = sql<boolean>`not exists (select from gateway.people p
    where p.workspace_id = ${workspaceId} and p.user_id = linked_accounts.user_id)`
  await tx
    .deleteFrom('linked_accounts')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where(({ and, eb, or }) => or([eb('user_id', '=', userId), and([eb('foreign_id', '=', foreignId), hasLeft])]))
    .execute()
  return tx
    .insertInto('linked_accounts')
    .values({
      workspace_id: workspaceId,
      platform,
      account_id: accountId,
      foreign_id: foreignId,
      user_id: userId,
      name,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(columns)
    .$castTo<LinkedAccountRow>()
    .executeTakeFirst()
}

/** Unlinks a person's accounts on a platform; false where they have none. */
export async function unlinkAccounts(
  db: Db,
  { workspaceId, userId }: Person,
  platform: PlatformName,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('linked_accounts')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('platform', '=', platform)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** The member of the workspace whose account it is. */
export async function findLinkedPerson(db: Db, account: AccountKey, foreignId: string): Promise<string | undefined> {
  return (await findLinkedMembers(db, account, [foreignId])).get(foreignId)?.userId
}

/** A member of the workspace who has linked an account. */
export interface LinkedMember {
  userId: string
  handle: string | null
}

/** The members of the workspace whose accounts these are, by who they are there. */
export async function findLinkedMembers(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  foreignIds: readonly string[],
): Promise<ReadonlyMap<string, LinkedMember>> {
  if (foreignIds.length === 0) return new Map()
  const linked = await db
    .selectFrom('linked_accounts as l')
    .innerJoin('gateway.people as p', (join) =>
      join.onRef('p.workspace_id', '=', 'l.workspace_id').onRef('p.user_id', '=', 'l.user_id'),
    )
    .select(['l.foreign_id as foreignId', 'l.user_id as userId', 'p.handle'])
    .where('l.workspace_id', '=', workspaceId)
    .where('p.workspace_id', '=', workspaceId)
    .where('l.platform', '=', platform)
    .where('l.account_id', '=', accountId)
    .where('l.foreign_id', 'in', foreignIds)
    .execute()
  return new Map(linked.map(({ foreignId, ...member }) => [foreignId, member]))
}
