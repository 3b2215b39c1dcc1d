import { handlesOf } from '@parley/kit/handle-fold'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'

/** An account as signing in needs it. */
export interface Account {
  id: string
  passwordHash: string
}

/** The account with this address, given in lower case. */
export async function findAccount(db: Db, email: string): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select id, password_hash as "passwordHash" from users where email = ${email}`.execute(db)
  return rows[0]
}

/** The account's password hash. */
export async function getPasswordHash(db: Db, userId: string): Promise<string> {
  const { rows } = await sql<{ password_hash: string }>`
    select password_hash from users where id = ${userId}`.execute(db)
  return rows[0]!.password_hash
}

/**
 * Nobody sets another password until the transaction ends; waits for whoever is setting one. What must have been so
 * since is for the next statement to ask: this one may see things as they were before the wait.
 */
export async function holdPassword(tx: Db, userId: string): Promise<void> {
  await sql`select from users where id = ${userId} for share`.execute(tx)
}

/** Whether this is still the account's password hash. */
export async function isPasswordHash(db: Db, { id, passwordHash }: Account): Promise<boolean> {
  const { rows } = await sql`select from users where id = ${id} and password_hash = ${passwordHash}`.execute(db)
  return rows.length > 0
}

/** The new account's id; undefined when the address has one already. */
export async function insertAccount(
  tx: Db,
  account: { email: string; name: string; passwordHash: string },
): Promise<string | undefined> {
  const { email, name, passwordHash } = account
  const made = await tx
    .insertInto('users')
    .values({ email, name, password_hash: passwordHash, handles: handlesOf(account) })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

/** Changes name and avatar where they are given; `null` removes the avatar. */
export async function updateProfile(
  tx: Db,
  userId: string,
  { name, avatarUrl }: { name?: string | undefined; avatarUrl?: string | null | undefined },
): Promise<void> {
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
  await tx.selectFrom('users').select('id').where('id', '=', userId).forShare().execute()
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
  const { rows } = await sql`
    with changed as (
      update users set password_hash = ${newHash}, updated_at = now()
      where id = ${userId} and password_hash = coalesce(${oldHash ?? null}::text, password_hash)
      returning id),
    dropped as (delete from password_resets where user_id in (select id from changed))
    select id from changed`.execute(tx)
  return rows.length > 0
}
