import { handlesOf } from '@parley/text/handle-fold'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import { deleteReplacedAvatar } from './avatars.ts'

/** An account as signing in needs it. */
export interface Account {
  id: string
  email: string
  passwordHash: string
  /** Whether a mailed link has proven the email address. */
  isVerified: boolean
}

/** An account's profile, changed where it is given; `null` removes the avatar. */
export interface ProfileChange {
  name?: string | undefined
  avatarUrl?: string | null | undefined
}

const selectAccount = (db: Db) =>
  db
    .selectFrom('users')
    .select([
      'id',
      'email',
      'password_hash as passwordHash',
      sql<boolean>`email_verified_at is not null`.as('isVerified'),
    ])

/** The account with this email address. */
export async function findAccount(db: Db, email: string): Promise<Account | undefined> {
  return selectAccount(db).where('email', '=', email).executeTakeFirst()
}

/** Reads an account and locks it until the transaction ends: nobody else proves its email address or sets its password. */
export async function lockAccount(tx: Db, userId: string): Promise<Account | undefined> {
  return selectAccount(tx).where('id', '=', userId).forNoKeyUpdate().executeTakeFirst()
}

/** The account's password hash. */
export async function getPasswordHash(db: Db, userId: string): Promise<string> {
  const account = await selectAccount(db).where('id', '=', userId).executeTakeFirstOrThrow()
  return account.passwordHash
}

/**
 * Locks the password until the transaction ends; waits for a transaction that sets one. The next statement must
 * check again what must still be true: this one may see the state from before the wait.
 */
export async function lockPasswordShared(tx: Db, userId: string): Promise<void> {
  await tx.selectFrom('users').select('id').where('id', '=', userId).forShare().execute()
}

/** The person's email address where it is proven, which stays so until the transaction ends. */
export async function findProvenAddress(tx: Db, userId: string): Promise<string | undefined> {
  await lockPasswordShared(tx, userId)
  const found = await tx
    .selectFrom('users')
    .select('email')
    .where('id', '=', userId)
    .where('email_verified_at', 'is not', null)
    .executeTakeFirst()
  return found?.email
}

/** Whether this is still the account's password hash. */
export async function isPasswordHash(
  db: Db,
  { id, passwordHash }: Pick<Account, 'id' | 'passwordHash'>,
): Promise<boolean> {
  const account = await selectAccount(db).where('id', '=', id).executeTakeFirst()
  return account?.passwordHash === passwordHash
}

/**
 * The new account's id; undefined when the email address has one already.
 *
 * @param account `isVerified` where it was made by a mailed link
 */
export async function insertAccount(
  tx: Db,
  account: { email: string; name: string; passwordHash: string; isVerified: boolean },
): Promise<string | undefined> {
  const { email, name, passwordHash, isVerified } = account
  const made = await tx
    .insertInto('users')
    .values({
      email,
      name,
      password_hash: passwordHash,
      handles: handlesOf(account),
      email_verified_at: isVerified ? sql`now()` : null,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

/** Changes a profile, and with the name the handles. */
export async function updateProfile(tx: Db, userId: string, { name, avatarUrl }: ProfileChange): Promise<void> {
  if (name === undefined && avatarUrl === undefined) return
  const { email } = await tx
    .updateTable('users')
    .set({
      ...(name !== undefined && { name }),
      ...(avatarUrl !== undefined && { avatar_url: avatarUrl }),
      updated_at: sql`now()`,
    })
    .where('id', '=', userId)
    .returning('email')
    .executeTakeFirstOrThrow()
  if (avatarUrl !== undefined) await deleteReplacedAvatar(tx, userId, avatarUrl)
  if (name !== undefined) await replaceHandles(tx, userId, handlesOf({ name, email }))
}

/** The person is locked by now: whoever adds them to a workspace meanwhile waits, and copies the new handles. */
async function replaceHandles(tx: Db, userId: string, handles: string[]): Promise<void> {
  await tx.updateTable('users').set({ handles }).where('id', '=', userId).execute()
  await tx
    .deleteFrom('member_handles as h')
    .using('members as m')
    .whereRef('h.workspace_id', '=', 'm.workspace_id')
    .whereRef('h.user_id', '=', 'm.user_id')
    .where('m.user_id', '=', userId)
    .execute()
  await insertHandles(tx, userId)
}

/**
 * Copies a person's handles to their memberships.
 *
 * @param workspaceId one membership alone; all of them where it is left out
 */
export async function insertHandles(tx: Db, userId: string, workspaceId?: string): Promise<void> {
  // Waits for whoever changes the name: the handles are read only then.
  await lockPasswordShared(tx, userId)
  await tx
    .insertInto('member_handles')
    .columns(['workspace_id', 'user_id', 'handle'])
    .expression((from) =>
      from
        .selectFrom('members as m')
        .innerJoin('users as u', 'u.id', 'm.user_id')
        .select(['m.workspace_id', 'm.user_id', sql<string>`unnest(u.handles)`.as('handle')])
        .where('m.user_id', '=', userId)
        .$if(workspaceId !== undefined, (query) => query.where('m.workspace_id', '=', workspaceId!)),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Sets a new password and drops the person's open reset.
 *
 * @param oldHash what the password must still be, where the old one was asked for
 * @returns false when it was changed meanwhile
 */
export async function updatePassword(tx: Db, userId: string, newHash: string, oldHash?: string): Promise<boolean> {
  const changed = await tx
    .updateTable('users')
    .set({ password_hash: newHash, updated_at: sql`now()` })
    .where('id', '=', userId)
    .$if(oldHash !== undefined, (query) => query.where('password_hash', '=', oldHash!))
    .returning('id')
    .executeTakeFirst()
  if (changed) await tx.deleteFrom('password_resets').where('user_id', '=', userId).execute()
  return changed !== undefined
}

/** Notes that a mailed link has proven the person's email address, unless one had before; no link needs to any more. */
export async function markAddressProven(tx: Db, userId: string): Promise<void> {
  await tx
    .updateTable('users')
    .set({ email_verified_at: sql`now()` })
    .where('id', '=', userId)
    .where('email_verified_at', 'is', null)
    .execute()
  await tx.deleteFrom('email_verifications').where('user_id', '=', userId).execute()
}
