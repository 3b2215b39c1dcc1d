import { unattachedLimits } from '@parley/contracts/messages/files'
import { roomUrlSeconds, type Ticket } from '@parley/files/url-signer'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import { insertRemoval } from './stored-objects.ts'

const thumbnailType = 'image/webp'

export interface ReadableFile {
  name: string
  type: string
  size: number
  digest: string
  key: string
}

/**
 * The file that a ticket is for, unless the ticket has expired, its owner may not read the channel any more, someone has
 * left the channel since it was given to the room, or there is no such channel or thumbnail. An unattached upload
 * is its uploader's alone. The signature must have been checked.
 */
export async function findFile(
  db: Db,
  { workspaceId, fileId, variant, expires, userId }: Ticket,
): Promise<ReadableFile | undefined> {
  const isThumbnail = variant === 'thumbnail'
  const found = await db
    .selectFrom('files as f')
    .select([
      'f.name',
      'f.type',
      'f.size',
      'f.storage_key',
      'f.thumbnail_key',
      'f.thumbnail_size',
      sql<string>`encode(f.digest, 'hex')`.as('digest'),
    ])
    .where('f.workspace_id', '=', workspaceId)
    .where('f.id', '=', fileId)
    .where(sql<boolean>`${expires}::numeric > extract(epoch from now())`)
    .where(({ eb, or }) => or([eb('f.message_id', 'is not', null), eb('f.uploader_id', '=', userId)]))
    .where(({ eb, selectFrom }) =>
      userId === null
        ? eb(
            selectFrom('channels.departures as d')
              .select(
                sql<boolean>`coalesce(
                ${expires}::numeric - ${roomUrlSeconds} > extract(epoch from d.departed_at), true)`.as('is_later'),
              )
              .where('d.workspace_id', '=', workspaceId)
              .whereRef('d.channel_id', '=', 'f.channel_id'),
            '=',
            sql.lit(true),
          )
        : // A subquery with a limit is looked up for this file; `exists` may be planned over everybody's access.
          eb(
            selectFrom('channels.access as a')
              .select('a.channel_id')
              .where('a.workspace_id', '=', workspaceId)
              .whereRef('a.channel_id', '=', 'f.channel_id')
              .where('a.user_id', '=', userId)
              .limit(sql.lit(1)),
            'is not',
            null,
          ),
    )
    .executeTakeFirst()
  if (!found) return undefined
  const { name, type, size, digest, storage_key, thumbnail_key, thumbnail_size } = found
  if (!isThumbnail) return { name, type, size, digest, key: storage_key }
  return thumbnail_key === null
    ? undefined
    : { name, type: thumbnailType, size: thumbnail_size!, digest, key: thumbnail_key }
}

/** Files that go in one statement. */
const maxDeleted = 500

type FilesOf = ExpressionBuilder<DB, 'files'>

/**
 * Deletes files of a workspace, and marks their objects for deletion in the same statement. The only way to delete files.
 *
 * @returns how many there were
 */
async function deleteFiles(
  tx: Db,
  workspaceId: string,
  which: (files: FilesOf) => Expression<SqlBool>,
): Promise<number> {
  const { deleted } = await tx
    .with('gone', (db) =>
      db
        .deleteFrom('files')
        .where('workspace_id', '=', workspaceId)
        .where(which)
        .returning(['storage_key', 'thumbnail_key']),
    )
    .with('due', (db) =>
      db
        .updateTable('stored_objects as o')
        .from('gone')
        .set({ remove_at: sql`now()` })
        .where('o.workspace_id', '=', workspaceId)
        .where(({ eb, ref }) => eb('o.key', 'in', [ref('gone.storage_key'), ref('gone.thumbnail_key').$notNull()]))
        .returning('o.key'),
    )
    .with('job', (db) => insertRemoval(db))
    .selectFrom('gone')
    .select(({ fn }) => fn.countAll<number>().as('deleted'))
    .executeTakeFirstOrThrow()
  return deleted
}

/** Deletes the files of a message that is being deleted. */
export const releaseFilesOfMessage = (tx: Db, workspaceId: string, messageId: string): Promise<number> =>
  deleteFiles(tx, workspaceId, (eb) => eb('message_id', '=', messageId))

/** Deletes up to 500 files of a channel; returns how many. */
export const releaseChannelFiles = (
  tx: Db,
  { workspaceId, channelId }: { workspaceId: string; channelId: string },
): Promise<number> =>
  deleteFiles(tx, workspaceId, (eb) =>
    eb(
      'id',
      'in',
      eb
        .selectFrom('files as some')
        .select('some.id')
        .where('some.workspace_id', '=', workspaceId)
        .where('some.channel_id', '=', channelId)
        .limit(maxDeleted),
    ),
  )

/** Uploads that were not attached in time. */
const isAbandoned = ({ eb, and, or }: FilesOf) =>
  and([
    eb('files.message_id', 'is', null),
    or([eb('files.reserved_until', 'is', null), eb('files.reserved_until', '<', sql<string>`now()`)]),
    eb('files.created_at', '<', sql<string>`now() - make_interval(hours => ${unattachedLimits.keptHours}::int)`),
  ])

/** Deletes up to 500 uploads that were not attached in time; returns how many. */
export async function collectUnattached(db: Db): Promise<number> {
  const found = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('files')
        .select(['workspace_id', 'id'])
        .where(isAbandoned)
        .limit(sql.lit(maxDeleted))
        .as('abandoned'),
    )
    .select(({ fn }) => ['workspace_id', fn.agg<string[]>('array_agg', ['id']).as('ids')])
    .groupBy('workspace_id')
    .execute()
  let collected = 0
  for (const { workspace_id: workspaceId, ids } of found)
    collected += await deleteFiles(db, workspaceId, (eb) =>
      eb(
        'id',
        'in',
        eb
          .selectFrom('files')
          .select('files.id')
          .where('files.workspace_id', '=', workspaceId)
          .where('files.id', '=', sql<string>`any(${ids}::uuid[])`)
          .where(isAbandoned)
          .forUpdate()
          .skipLocked(),
      ),
    )
  return collected
}
