import { sql } from 'kysely'
import type { Db } from '../../db.ts'

const now = sql<string>`now()`
const expiry = sql<string>`now() + interval '15 minutes'`

/** Keeps a link that signs this person in, in place of an earlier one; false where nobody has this email address. */
export async function upsertSignInLink(db: Db, email: string, tokenHash: Buffer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('sign_in_links')
    .columns(['user_id', 'token_hash', 'expires_at'])
    .expression((of) =>
      of
        .selectFrom('users')
        .select(['id', sql<Buffer>`${tokenHash}::bytea`.as('token_hash'), expiry.as('expires_at')])
        .where('email', '=', email),
    )
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet((given) => ({
        token_hash: given.ref('excluded.token_hash'),
        expires_at: given.ref('excluded.expires_at'),
      })),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Whom this link would sign in now. */
export async function findSignInLink(db: Db, tokenHash: Buffer): Promise<string | undefined> {
  const found = await db
    .selectFrom('sign_in_links')
    .select('user_id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return found?.user_id
}

/** Uses a link up; false when it was used, replaced or has expired. */
export async function takeSignInLink(tx: Db, userId: string, tokenHash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('sign_in_links')
    .where('user_id', '=', userId)
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Deletes a person's link, if there is one. */
export async function deleteSignInLink(tx: Db, userId: string): Promise<void> {
  await tx.deleteFrom('sign_in_links').where('user_id', '=', userId).execute()
}
