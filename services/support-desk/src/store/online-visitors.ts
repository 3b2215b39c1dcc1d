import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** A visitor whose presence is to be published. */
export interface Presence {
  workspaceId: string
  visitorId: string
  isOnline: boolean
}

/**
 * Some of those who have come or gone since it was published: a sweep over all workspaces. Whoever comes back before that
 * has never been gone.
 */
export async function findUnpublished(db: Db, max: number): Promise<Presence[]> {
  return db
    .selectFrom('online_visitors as o')
    .select(['o.workspace_id as workspaceId', 'o.visitor_id as visitorId'])
    .select(sql<boolean>`o.online_until > now()`.as('isOnline'))
    .where(sql<boolean>`(not o.is_published or o.online_until <= now())`)
    .orderBy('o.online_until')
    .limit(max)
    .execute()
}

/** Marks somebody as published to be online, or forgets who is gone; false where another replica was first, or they are back. */
export async function markPublished(tx: Db, { workspaceId, visitorId, isOnline }: Presence): Promise<boolean> {
  if (isOnline) {
    const { numUpdatedRows } = await tx
      .updateTable('online_visitors')
      .set({ is_published: true })
      .where('workspace_id', '=', workspaceId)
      .where('visitor_id', '=', visitorId)
      .where('is_published', '=', false)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }
  const gone = await tx
    .deleteFrom('online_visitors')
    .where('workspace_id', '=', workspaceId)
    .where('visitor_id', '=', visitorId)
    .where('online_until', '<=', sql<string>`now()`)
    .returning('is_published')
    .executeTakeFirst()
  return gone?.is_published ?? false
}
