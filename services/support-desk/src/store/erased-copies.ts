import { conversationDeleted, visitorOffline, visitorOnline, visitorUpdated } from '@parley/contracts/desk/events'
import { encodeId } from '@parley/contracts/type-id'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ErasureRef } from './erasures.ts'

/** Writes down by what the copies of deleted conversations are found. */
export async function insertErased(
  tx: Db,
  { workspaceId, id }: ErasureRef,
  { conversationIds, objectKeys }: { conversationIds: readonly string[]; objectKeys: readonly string[] },
): Promise<void> {
  const common = { workspace_id: workspaceId, erasure_id: id }
  if (conversationIds.length > 0)
    await tx
      .insertInto('erased_conversations')
      .values(conversationIds.map((conversation_id) => ({ ...common, conversation_id })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  if (objectKeys.length > 0)
    await tx
      .insertInto('erased_objects')
      .values(objectKeys.map((key) => ({ ...common, key })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

const pageLength = 1_000

/** The conversations of an erasure, page by page. */
export async function* pagesOfErased(db: Db, { workspaceId, id }: ErasureRef): AsyncGenerator<string[]> {
  for (let after: string | undefined, isLast = false; !isLast; ) {
    const rows = await db
      .selectFrom('erased_conversations')
      .select('conversation_id as id')
      .where('workspace_id', '=', workspaceId)
      .where('erasure_id', '=', id)
      .$if(after !== undefined, (query) => query.where('conversation_id', '>', after!))
      .orderBy('conversation_id')
      .limit(pageLength)
      .execute()
    if (rows.length > 0) yield rows.map((row) => row.id)
    after = rows.at(-1)?.id
    isLast = rows.length < pageLength
  }
}

/** Deletes what is still to be published of conversations that are gone, but for that they are; returns how many rows. */
export async function deleteUnpublished(db: Db, conversationIds: readonly string[]): Promise<number> {
  const ids = conversationIds.flatMap((id) => [id, encodeId('cnv', id)])
  const { numAffectedRows } = await sql`
    delete from outbox where name <> ${conversationDeleted.type} and payload->>'conversation_id' = any(${ids}::text[])`.execute(
    db,
  )
  return Number(numAffectedRows)
}

const visitorEvents = [visitorUpdated, visitorOnline, visitorOffline].map(({ type }) => type)

/** The same of a visitor who is gone. That sockets of theirs are to end is still published: it says who they were alone. */
export async function deleteUnpublishedOfVisitor(db: Db, visitorId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from outbox
    where name = any(${visitorEvents}::text[]) and payload #>> '{data,id}' = ${encodeId('vis', visitorId)}`.execute(db)
  return Number(numAffectedRows)
}

/** Erases the mails that the gateway keeps of conversations; returns how many. */
export async function eraseKeptMails(db: Db, conversationIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ erased: number }>`
    select gateway.erase_mails(${conversationIds}::uuid[]) as erased`.execute(db)
  return rows[0]!.erased
}

/** Erases what is kept of conversations for the workspace’s webhooks; returns how many events. */
export async function eraseWebhookEvents(
  db: Db,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ erased: number }>`
    select integrations.erase_webhook_events(${workspaceId}, ${conversationIds}::uuid[]) as erased`.execute(db)
  return rows[0]!.erased
}

/** Forgets the objects of an erasure that are gone from the file storage; how many, and how many are left. */
export async function forgetGoneObjects(
  tx: Db,
  { workspaceId, id }: ErasureRef,
): Promise<{ gone: number; left: number }> {
  const { numDeletedRows } = await tx
    .deleteFrom('erased_objects as e')
    .where('e.workspace_id', '=', workspaceId)
    .where('e.erasure_id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('stored_objects as o')
            .select('o.key')
            .where('o.workspace_id', '=', workspaceId)
            .whereRef('o.key', '=', 'e.key'),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  const { left } = await tx
    .selectFrom('erased_objects')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where('workspace_id', '=', workspaceId)
    .where('erasure_id', '=', id)
    .executeTakeFirstOrThrow()
  return { gone: Number(numDeletedRows), left }
}
