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
