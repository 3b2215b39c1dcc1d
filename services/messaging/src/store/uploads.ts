import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { ServiceError } from '@parley/kit/errors'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import {
  decideSaving,
  isFull,
  type SavingOutcome,
  type UnattachedUploads,
  type UploadTarget,
} from '../domain/uploads.ts'
import type { Person } from './messages.ts'

/** Where someone may upload to; undefined when they cannot read the channel. */
export const findUploadTarget = (
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
): Promise<UploadTarget | undefined> =>
  db
    .selectFrom('channels.access')
    .select(['channel_type as channelType', 'is_archived as isArchived'])
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .executeTakeFirst()

/** Counts a person's uploads in a workspace that are attached to no message. */
const findUnattached = (db: Db, { workspaceId, userId }: Person): Promise<UnattachedUploads> =>
  db
    .selectFrom('files')
    .select(({ fn, cast }) => [
      fn.countAll<number>().as('files'),
      cast<number>(fn.coalesce(fn.sum('size'), sql.lit(0)), 'bigint').as('bytes'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('uploader_id', '=', userId)
    .where('message_id', 'is', null)
    .executeTakeFirstOrThrow()

/** Whether a person has as many unattached uploads as is allowed. */
export const hasTooManyUnattached = async (db: Db, person: Person): Promise<boolean> =>
  isFull(await findUnattached(db, person))

/** Ids for files that are about to be stored, ascending. */
export async function newFileIds(db: Db, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (select uuidv7() as id from generate_series(1, ${count}::int)) made order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** A file whose bytes are stored. */
export interface StoredFile {
  id: string
  name: string
  type: string
  size: number
  digest: string
  storageKey: string
  width: number | null
  height: number | null
  thumbnailKey: string | null
  thumbnailSize: number | null
}

export type Saving =
  | { outcome: 'kept'; attachments: UnsignedAttachment[] }
  | { [R in Exclude<SavingOutcome, 'kept'>]: { outcome: R } }[Exclude<SavingOutcome, 'kept'>]

/**
 * Makes files of what is stored, unless the uploader may not upload there any more, or has too many unattached uploads. One
 * person's come one after another, so that the bound holds.
 *
 * @throws ServiceError 503 when the objects are already marked for deletion, since the upload took too long
 */
export async function saveFiles(tx: Db, person: Person, channelId: string, files: StoredFile[]): Promise<Saving> {
  const { workspaceId, userId } = person
  await sql`select pg_advisory_xact_lock(hashtextextended(${`uploads:${userId}`}, 0))`.execute(tx)
  const target = await findUploadTarget(tx, person, channelId)
  const outcome = decideSaving(target, await findUnattached(tx, person), files)
  if (outcome !== 'kept') return { outcome }

  const keys = files.flatMap(({ storageKey, thumbnailKey }) => [storageKey, ...(thumbnailKey ? [thumbnailKey] : [])])
  const { numUpdatedRows } = await tx
    .updateTable('stored_objects')
    .set({ remove_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('key', 'in', keys)
    .where('is_deleting', '=', false)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) !== keys.length)
    throw new ServiceError('unavailable', 'The upload took too long; try again.', { headers: { 'Retry-After': '1' } })
  await tx
    .insertInto('files')
    .values(
      files.map((file) => ({
        workspace_id: workspaceId,
        id: file.id,
        channel_id: channelId,
        uploader_id: userId,
        name: file.name,
        type: file.type,
        size: file.size,
        digest: Buffer.from(file.digest, 'hex'),
        width: file.width,
        height: file.height,
        storage_key: file.storageKey,
        thumbnail_key: file.thumbnailKey,
        thumbnail_size: file.thumbnailSize,
        created_at: sql<string>`now()`,
      })),
    )
    .execute()
  return { outcome, attachments: files.map(attachmentOf) }
}

const attachmentOf = ({ id, name, size, type, width, height, thumbnailKey }: StoredFile): UnsignedAttachment => ({
  id,
  name,
  size,
  type,
  width,
  height,
  has_thumbnail: thumbnailKey !== null,
})
