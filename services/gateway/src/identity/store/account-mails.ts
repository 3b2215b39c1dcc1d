import { sql } from 'kysely'
import type { Db } from '../../db.ts'

/** So many mails of a kind an account gets within an hour, whoever asks for them. */
const maxAnHour = 5

/**
 * Counts one mail to an account, and forgets those of more than an hour ago; false when it has had five. Each kind has
 * its own five: whoever has one mailed too often keeps nobody from the other. Call with the account locked.
 */
export async function reserveAccountMail(tx: Db, userId: string, kind: 'reset' | 'verification'): Promise<boolean> {
  const hourAgo = sql<string>`clock_timestamp() - interval '1 hour'`
  await tx
    .deleteFrom('account_mails')
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('mailed_at', '<', hourAgo)
    .execute()
  const { count } = await tx
    .selectFrom('account_mails')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  if (count >= maxAnHour) return false
  await tx.insertInto('account_mails').values({ user_id: userId, kind, mailed_at: sql`clock_timestamp()` }).execute()
  return true
}
