import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'

const digestOf = (url: string) => createHash('sha256').update(url).digest()

/** What is known of a foreign picture; its content is null where it cannot be had. */
export async function findForeignAvatar(db: Db, url: string): Promise<{ content: Buffer | null } | undefined> {
  return db
    .selectFrom('foreign_avatars')
    .select('content')
    .where('url_digest', '=', digestOf(url))
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
}

/** Keeps a foreign picture, or that it cannot be had, for a while. */
export async function putForeignAvatar(
  db: Db,
  url: string,
  { content, expiresAt }: { content: Buffer | null; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('foreign_avatars')
    .values({ url_digest: digestOf(url), content, expires_at: expiresAt })
    .onConflict((conflict) =>
      conflict.column('url_digest').doUpdateSet((given) => ({
        content: given.ref('excluded.content'),
        expires_at: given.ref('excluded.expires_at'),
      })),
    )
    .execute()
}

/** Deletes the foreign pictures that have expired, and of more than `maxKept` those that would expire first. */
export async function deleteExpiredForeignAvatars(db: Db, maxKept: number): Promise<void> {
  await db
    .deleteFrom('foreign_avatars')
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('expires_at', '<=', sql<string>`now()`),
        eb(
          'url_digest',
          'in',
          selectFrom('foreign_avatars').select('url_digest').orderBy('expires_at', 'desc').offset(maxKept),
        ),
      ]),
    )
    .execute()
}
