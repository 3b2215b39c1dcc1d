import { sql } from 'kysely'
import type { Db } from '../../db.ts'

/** Keeps a reset for an hour in place of the person's earlier one; false when the address has no account. */
export async function upsertReset(tx: Db, email: string, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    insert into password_resets (user_id, token_hash, expires_at)
    select id, ${tokenHash}, now() + interval '1 hour' from users where lower(email) = ${email}
    on conflict (user_id) do update set token_hash = excluded.token_hash, created_at = now(),
      expires_at = excluded.expires_at
    returning user_id`.execute(tx)
  return rows.length > 0
}

/** Whether this token would open a reset now. */
export async function isOpenReset(db: Db, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    select from password_resets where token_hash = ${tokenHash} and expires_at > now()`.execute(db)
  return rows.length > 0
}

/** Uses a reset up and says whose it was; undefined when it was used, replaced or has expired. */
export async function takeReset(tx: Db, tokenHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ user_id: string }>`
    delete from password_resets where token_hash = ${tokenHash} and expires_at > now() returning user_id`.execute(tx)
  return rows[0]?.user_id
}
