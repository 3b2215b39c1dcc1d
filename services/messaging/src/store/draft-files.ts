import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { endReservations } from '@parley/files/store/attaching'
import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { Person } from './messages.ts'

// What drafts and scheduled messages share: the lock that serialises both, and the uploads that both reserve.

/** As precise as the API writes times. */
export const clockToTheMillisecond = sql<string>`date_trunc('milliseconds', clock_timestamp())`

/** How many drafts and scheduled messages (pending or failed) a person has in a workspace. */
export interface DraftCounts {
  drafts: number
  scheduled: number
}

/**
 * Serialises a person's changes of drafts and scheduled messages, and counts both. Needs a transaction.
 *
 * @param draftIn the channel of a draft that will be inserted: its purge then waits for this transaction
 */
export async function lockDrafts(tx: Db, { workspaceId, userId }: Person, draftIn?: string): Promise<DraftCounts> {
  const { rows } = await sql<DraftCounts>`
    select drafts, scheduled from lock_drafts(${workspaceId}, ${userId}, ${draftIn ?? null})`.execute(tx)
  return rows[0]!
}

/** Null for none. */
export const shownAttachments = (attachments: UnsignedAttachment[]): UnsignedAttachment[] | null =>
  attachments.length > 0 ? attachments : null

/** Ends the reservation of uploads of a draft or scheduled message that is gone, unless another one uses them. */
export async function releaseFiles(tx: Db, { workspaceId, userId }: Person, fileIds: string[]): Promise<void> {
  if (fileIds.length === 0) return
  // Before the statement, which then sees whatever has reserved them meanwhile.
  await lockDrafts(tx, { workspaceId, userId })
  await endReservations(tx, { workspaceId, fileIds }, (fileId) => {
    const { selectFrom, exists, or } = expressionBuilder<DB>()
    return or([
      exists(
        selectFrom('drafts')
          .select('drafts.channel_id')
          .where('drafts.workspace_id', '=', workspaceId)
          .where('drafts.user_id', '=', userId)
          .where(({ ref }) => isAmong(fileId, ref('drafts.file_ids'))),
      ),
      exists(
        selectFrom('scheduled_messages')
          .select('scheduled_messages.id')
          .where('scheduled_messages.workspace_id', '=', workspaceId)
          .where('scheduled_messages.user_id', '=', userId)
          .where('scheduled_messages.status', '<>', sql.lit('sent'))
          .where(({ ref }) => isAmong(fileId, ref('scheduled_messages.file_ids'))),
      ),
    ])
  })
}

const isAmong = (id: Expression<string>, ids: Expression<string[]>) => sql<SqlBool>`${id} = any(${ids})`
