import { sql } from 'kysely'
import type { Db } from '../../db.ts'

/** A request whose job was lost does not keep its email address from asking again for longer than this. */
const requestLapsesAfterMs = 60_000

/** Notes that an email address asks for a reset; false while it has just asked, so that its mail is about to be made. */
export async function insertResetRequest(tx: Db, email: string): Promise<boolean> {
  const lapsed = new Date(Date.now() - requestLapsesAfterMs).toISOString()
  const noted = await tx
    .insertInto('reset_requests')
    .values({ email, requested_at: sql`now()` })
    .onConflict((conflict) =>
      conflict
        .column('email')
        .doUpdateSet((given) => ({ requested_at: given.ref('excluded.requested_at') }))
        .where('reset_requests.requested_at', '<', lapsed),
    )
    .returning('email')
    .executeTakeFirst()
  return noted !== undefined
}

/** Deletes an email address's request for a link. */
export async function deleteResetRequest(tx: Db, email: string): Promise<void> {
  await tx.deleteFrom('reset_requests').where('email', '=', email).execute()
}

/** Keeps a reset for an hour in place of the person's earlier one. */
export async function upsertReset(tx: Db, userId: string, tokenHash: Buffer): Promise<void> {
  const expiry = sql<string>`now() + interval '1 hour'`
  await tx
    .insertInto('password_resets')
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

/** Whose reset this token would open now. */
export async function findReset(db: Db, tokenHash: Buffer): Promise<string | undefined> {
  const found = await db
    .selectFrom('password_resets')
    .select('user_id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
  return found?.user_id
}

/** Uses a reset up; false when it was used, replaced or has expired. */
export async function takeReset(tx: Db, userId: string, tokenHash: Buffer): Promise<boolean> {
  const taken = await tx
    .deleteFrom('password_resets')
    .where('user_id', '=', userId)
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<string>`now()`)
    .returning('user_id')
    .executeTakeFirst()
  return taken !== undefined
}
