import { sql } from 'kysely'
import type { Db } from '../../db.ts'

/**
 * Makes a picture a person's own, in place of the one before.
 *
 * @param urlOf its URL, given its id
 */
export async function putAvatar(
  tx: Db,
  { userId, content, urlOf }: { userId: string; content: Buffer; urlOf: (id: string) => string },
): Promise<string> {
  const { id } = await tx
    .insertInto('avatars')
    .values({ user_id: userId, id: sql`gen_random_uuid()`, content })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet((given) => ({ id: given.ref('excluded.id'), content: given.ref('excluded.content') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  const url = urlOf(id)
  await tx.updateTable('users').set({ avatar_url: url, updated_at: sql`now()` }).where('id', '=', userId).execute()
  return url
}

/** Deletes a person's picture, unless this is still its URL. */
export async function deleteReplacedAvatar(tx: Db, userId: string, url: string | null): Promise<void> {
  await tx
    .deleteFrom('avatars')
    .where('user_id', '=', userId)
    .where(sql<boolean>`${url ?? ''}::text not like '%/' || id::text`)
    .execute()
}

/** The bytes of a picture. */
export async function findAvatar(db: Db, id: string): Promise<Buffer | undefined> {
  const found = await db.selectFrom('avatars').select('content').where('id', '=', id).executeTakeFirst()
  return found?.content
}
