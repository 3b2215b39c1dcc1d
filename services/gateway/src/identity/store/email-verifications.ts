import { sql } from 'kysely'
import type { Db } from '../../db.ts'

const expiry = sql<string>`now() + interval '7 days'`

/** Keeps a verification for 7 days in place of the person's earlier one. */
export async function upsertVerification(tx: Db, userId: string, tokenHash: Buffer): Promise<void> {
  await tx
    .insertInto('email_verifications')
    .values({ user_id: userId, token_hash: tokenHash, created_at: sql`now()`, expires_at: expiry })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet((given) => ({
        token_hash: given.ref('excluded.token_hash'),
        created_at: given.ref('excluded.created_at'),
        expires_at: given.ref('excluded.expires_at'),
      })),
    )
    .execute()
}

/** Whose email address this token would prove now. */
export async function findVerification(db: Db, tokenHash: Buffer): Promise<string | undefined> {
  const found = await db
    .selectFrom('email_verifications')
    .select('user_id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
  return found?.user_id
}

/** Uses a verification up; false when it was used, replaced or has expired. */
export async function takeVerification(tx: Db, userId: string, tokenHash: Buffer): Promise<boolean> {
  const taken = await tx
    .deleteFrom('email_verifications')
    .where('user_id', '=', userId)
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<string>`now()`)
    .returning('user_id')
    .executeTakeFirst()
  return taken !== undefined
}
