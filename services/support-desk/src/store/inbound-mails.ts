import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Whether a mail has become a message already. */
export async function isKnownMail(db: Db, workspaceId: string, digest: Buffer): Promise<boolean> {
  const found = await db
    .selectFrom('inbound_mails')
    .select('conversation_id')
    .where('workspace_id', '=', workspaceId)
    .where('digest', '=', digest)
    .executeTakeFirst()
  return found !== undefined
}

/** Writes down a mail that becomes a message; false where it is known. */
export async function insertInboundMail(
  tx: Db,
  { workspaceId, digest, conversationId }: { workspaceId: string; digest: Buffer; conversationId: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('inbound_mails')
    .values({ workspace_id: workspaceId, digest, conversation_id: conversationId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

const isOld = sql<boolean>`received_at < now() - interval '30 days'`

/** Deletes what is known of mails that came in more than 30 days ago, up to so many of them; returns how many. */
export async function deleteOldMails(db: Db, limit: number): Promise<number> {
  const found = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('inbound_mails')
        .select(['workspace_id', 'digest'])
        .where(isOld)
        .orderBy('received_at')
        .limit(limit)
        .as('old'),
    )
    .select(({ fn }) => ['workspace_id', fn.agg<string[]>('array_agg', [sql`encode(digest, 'hex')`]).as('digests')])
    .groupBy('workspace_id')
    .execute()
  let deleted = 0
  for (const { workspace_id: workspaceId, digests } of found) {
    const { numDeletedRows } = await db
      .deleteFrom('inbound_mails')
      .where('workspace_id', '=', workspaceId)
      .where('digest', '=', sql<Buffer>`any(select decode(unnest(${digests}::text[]), 'hex'))`)
      .where(isOld)
      .executeTakeFirstOrThrow()
    deleted += Number(numDeletedRows)
  }
  return deleted
}
