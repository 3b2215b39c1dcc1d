import { sql } from 'kysely'
import { type Link, linkColumns } from '../bridge/links.ts'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import { after } from '../store/after.ts'

/** An author who has opted out, whose messages one process is deleting. */
export interface Retraction extends AccountKey {
  foreignId: string
  /** What came in until then. */
  before: string
}

/** Takes some authors whose messages are to be deleted, for so long. */
export async function takeRetractions(db: Db, limit: number, forMs: number): Promise<Retraction[]> {
  return db
    .with('due', (qc) =>
      qc
        .selectFrom('author_consents')
        .select(['workspace_id', 'platform', 'account_id', 'foreign_id'])
        .where('retract_at', '<=', sql<string>`now()`)
        .orderBy('retract_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('author_consents as c')
    .from('due')
    .set({ retract_at: after(forMs) })
    .whereRef('c.workspace_id', '=', 'due.workspace_id')
    .whereRef('c.platform', '=', 'due.platform')
    .whereRef('c.account_id', '=', 'due.account_id')
    .whereRef('c.foreign_id', '=', 'due.foreign_id')
    .returning([
      'c.workspace_id as workspaceId',
      'c.platform',
      'c.account_id as accountId',
      'c.foreign_id as foreignId',
      'c.retract_before as before',
    ])
    .$castTo<Retraction>()
    .execute()
}

/**
 * Keeps a retraction for so long; null ends it.
 *
 * @returns false where its author has opted out once more meanwhile: then it begins anew
 */
export async function keepRetraction(db: Db, retraction: Retraction, forMs: number | null): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('author_consents')
    .set({ retract_at: forMs === null ? null : after(forMs) })
    .where('workspace_id', '=', retraction.workspaceId)
    .where('platform', '=', retraction.platform)
    .where('account_id', '=', retraction.accountId)
    .where('foreign_id', '=', retraction.foreignId)
    .where('retract_before', '=', retraction.before)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** What is here of the author, in the order of where and what it is there, after one of them. */
export async function listRetracted(
  db: Db,
  { workspaceId, platform, accountId, foreignId, before }: Retraction,
  last: Pick<Link, 'remoteChannelId' | 'remoteId'> | undefined,
  limit: number,
): Promise<Link[]> {
  return db
    .selectFrom('links')
    .select(linkColumns)
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('author_id', '=', foreignId)
    .where('came', '=', sql.lit('in' as const))
    .where('is_gone', '=', sql.lit(false))
    .where('message_id', 'is not', null)
    .where('created_at', '<=', before)
    .$if(last !== undefined, (query) =>
      query.where(sql<boolean>`(remote_channel_id, remote_id) > (${last?.remoteChannelId}, ${last?.remoteId})`),
    )
    .orderBy('remote_channel_id')
    .orderBy('remote_id')
    .limit(limit)
    .$castTo<Link>()
    .execute()
}

/** What archives have brought of the author, which has no link, in the order of its ids, after one of them. */
export async function listRetractedOfArchives(
  db: Db,
  { workspaceId, platform, foreignId }: Retraction,
  last: string | undefined,
  limit: number,
): Promise<string[]> {
  const found = await db
    .selectFrom('messaging.exported_messages as m')
    .select('m.id')
    .where('m.workspace_id', '=', workspaceId)
    .where('m.author_platform', '=', platform)
    .where('m.author_foreign_id', '=', foreignId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('links')
            .select('links.message_id')
            .where('links.workspace_id', '=', workspaceId)
            .whereRef('links.message_id', '=', 'm.id'),
        ),
      ),
    )
    .$if(last !== undefined, (query) => query.where('m.id', '>', last!))
    .orderBy('m.id')
    .limit(limit)
    .execute()
  return found.map(({ id }) => id)
}
