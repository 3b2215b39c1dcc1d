import { sql } from 'kysely'
import type { Db } from '../../schema.ts'

/** An account as signing in needs it. */
export interface Account {
  id: string
  passwordHash: string
}

/** The account with this address, given in lower case. */
export async function findAccount(db: Db, email: string): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select id, password_hash as "passwordHash" from users where lower(email) = ${email}`.execute(db)
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
  const { rows } = await sql<{ id: string }>`
    insert into users (email, name, password_hash) values (${account.email}, ${account.name}, ${account.passwordHash})
    on conflict (lower(email)) do nothing returning id`.execute(tx)
  return rows[0]?.id
}

/** Changes name and avatar where they are given; `null` removes the avatar. */
export async function updateProfile(
  tx: Db,
  userId: string,
  change: { name?: string | undefined; avatarUrl?: string | null | undefined },
): Promise<void> {
  if (change.name === undefined && change.avatarUrl === undefined) return
  await sql`
    update users set name = coalesce(${change.name ?? null}::text, name),
      avatar_url = case when ${change.avatarUrl !== undefined} then ${change.avatarUrl ?? null}::text else avatar_url end,
      updated_at = now()
    where id = ${userId}`.execute(tx)
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
