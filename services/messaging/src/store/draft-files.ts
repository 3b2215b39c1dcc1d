import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
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

/** Uploads that are attached to no message yet, as attachments for their uploader. Deleted ones are left out. */
export const attachmentsOf = (
  workspaceId: Expression<string>,
  uploaderId: Expression<string>,
  fileIds: Expression<string[]>,
) =>
  jsonArrayFrom(
    expressionBuilder<DB>()
      .selectFrom('files as f')
      .select((eb) => [
        'f.id',
        'f.name',
        'f.size',
        'f.type',
        'f.width',
        'f.height',
        eb('f.thumbnail_key', 'is not', null).$castTo<boolean>().as('has_thumbnail'),
      ])
      .where(sql<SqlBool>`${fileIds} <> '{}'`)
      .where('f.workspace_id', '=', workspaceId)
      .where('f.id', '=', sql<string>`any(${fileIds})`)
      .where('f.uploader_id', '=', uploaderId)
      .where('f.message_id', 'is', null)
      .orderBy(({ fn }) => fn('array_position', [fileIds, 'f.id'])),
  )

/** Null for none. */
export const shownAttachments = (attachments: UnsignedAttachment[]): UnsignedAttachment[] | null =>
  attachments.length > 0 ? attachments : null

/**
 * The index in `fileIds` of the first that is not the person's own unattached upload to the channel, or comes
 * twice; null if all can be attached. Locks those that can be.
 */
export async function findUnattachable(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  fileIds: string[],
): Promise<number | null> {
  if (fileIds.length === 0) return null
  const { rows } = await sql<{ index: number | null }>`
    select first_unattachable(${workspaceId}, ${channelId}, ${userId}, ${fileIds}) as index`.execute(tx)
  return rows[0]!.index
}

/** Keeps a person's uploads to a channel, which are to be sent later, from garbage collection until then. */
export async function reserveFiles(
  tx: Db,
  { workspaceId, userId }: Person,
  { channelId, fileIds, until }: { channelId: string; fileIds: string[]; until: Date },
): Promise<void> {
  if (fileIds.length === 0) return
  await tx
    .updateTable('files')
    .set(({ fn, val }) => ({ reserved_until: fn<string>('greatest', ['reserved_until', val(until)]) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sql<string>`any(${fileIds}::uuid[])`)
    .where('channel_id', '=', channelId)
    .where('uploader_id', '=', userId)
    .where('message_id', 'is', null)
    .execute()
}

/** Ends the reservation of uploads of a draft or scheduled message that is gone, unless another one uses them. */
export async function releaseFiles(tx: Db, { workspaceId, userId }: Person, fileIds: string[]): Promise<void> {
  if (fileIds.length === 0) return
  // Before the statement, which then sees whatever has reserved them meanwhile.
  await lockDrafts(tx, { workspaceId, userId })
  await tx
    .updateTable('files')
    .set({ reserved_until: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sql<string>`any(${fileIds}::uuid[])`)
    .where('message_id', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('drafts')
            .select('drafts.channel_id')
            .where('drafts.workspace_id', '=', workspaceId)
            .where('drafts.user_id', '=', userId)
            .where(({ ref }) => isAmong(ref('files.id'), ref('drafts.file_ids'))),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('scheduled_messages')
            .select('scheduled_messages.id')
            .where('scheduled_messages.workspace_id', '=', workspaceId)
            .where('scheduled_messages.user_id', '=', userId)
            .where('scheduled_messages.status', '<>', sql.lit('sent'))
            .where(({ ref }) => isAmong(ref('files.id'), ref('scheduled_messages.file_ids'))),
        ),
      ),
    )
    .execute()
}

const isAmong = (id: Expression<string>, ids: Expression<string[]>) => sql<SqlBool>`${id} = any(${ids})`
