import { unsentLimits } from '@parley/contracts/messages/files'
import { roomUrlSeconds, type Ticket } from '@parley/files/url-signer'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'

export interface ReadableFile {
  name: string
  type: string
  size: number
  digest: string
  key: string
}

/**
 * The file that a ticket is for, unless the ticket has expired, its owner may not read the channel any more, someone has
 * left the channel since it was given to the room, or there is no such channel or thumbnail. An upload that no message
 * carries is its uploader's alone. The signature must have been checked.
 */
export async function findFile(
  db: Db,
  { workspaceId, fileId, variant, expires, userId }: Ticket,
): Promise<ReadableFile | undefined> {
  const isThumbnail = variant === 'thumbnail'
  const reader = userId === null ? sql`` : sql`and a.user_id = ${userId}`
  // By a subquery with a limit, which is looked up for this file; `exists` may be planned over everybody's access.
  const { rows } = await sql<ReadableFile>`
    select f.name, ${isThumbnail ? sql`'image/webp'` : sql`f.type`} as type,
      ${isThumbnail ? sql`f.thumbnail_size` : sql`f.size`} as size, encode(f.digest, 'hex') as digest,
      ${isThumbnail ? sql`f.thumbnail_key` : sql`f.storage_key`} as key
    from files f
    where f.workspace_id = ${workspaceId} and f.id = ${fileId} and ${expires}::numeric > extract(epoch from now())
      and ${isThumbnail ? sql`f.thumbnail_key` : sql`f.storage_key`} is not null
      and (f.message_id is not null or f.uploader_id = ${userId}::uuid)
      and (select true from channels.access a
        where a.workspace_id = f.workspace_id and a.channel_id = f.channel_id ${reader} limit 1)
      and (${userId}::uuid is not null or coalesce(${expires}::numeric - ${roomUrlSeconds} > (
        select extract(epoch from d.departed_at) from channels.departures d
        where d.workspace_id = f.workspace_id and d.channel_id = f.channel_id), true))`.execute(db)
  return rows[0]
}

/** Files that go in one statement. */
const maxDeleted = 500

/**
 * Deletes files of a workspace, and has their bytes removed with the same commit: there is no other way to delete one.
 *
 * @returns how many there were
 */
async function deleteFiles(tx: Db, workspaceId: string, condition: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ deleted: number }>`
    with gone as (
      delete from files f where f.workspace_id = ${workspaceId} and ${condition} returning storage_key, thumbnail_key
    ), due as (
      update stored_objects o set remove_at = now() from gone
      where o.workspace_id = ${workspaceId} and o.key in (gone.storage_key, gone.thumbnail_key)
      returning o.key
    ), job as (
      insert into outbox (kind, name, payload) select 'job', 'remove-stored-files', '{}' from due limit 1
    )
    select count(*) as deleted from gone`.execute(tx)
  return rows[0]!.deleted
}

/** Deletes the files that a message carries, for whoever deletes the message. */
export const releaseFilesOfMessage = (tx: Db, workspaceId: string, messageId: string): Promise<number> =>
  deleteFiles(tx, workspaceId, sql`f.message_id = ${messageId}`)

/** Deletes up to 500 files of a channel, whoever they belong to; how many there were. */
export const releaseChannelFiles = (
  tx: Db,
  { workspaceId, channelId }: { workspaceId: string; channelId: string },
): Promise<number> =>
  deleteFiles(
    tx,
    workspaceId,
    sql`f.id in (
      select id from files where workspace_id = ${workspaceId} and channel_id = ${channelId} limit ${maxDeleted})`,
  )

/** Deletes up to 500 uploads that nobody has sent in their time; how many there were. */
export async function collectUnsent(db: Db): Promise<number> {
  const isAbandoned = sql`message_id is null and (reserved_until is null or reserved_until < now())
    and created_at < now() - make_interval(hours => ${unsentLimits.keptHours}::int)`
  const { rows } = await sql<{ workspace_id: string; ids: string[] }>`
    select workspace_id, array_agg(id) as ids
    from (select workspace_id, id from files where ${isAbandoned} limit ${maxDeleted}) found
    group by workspace_id`.execute(db)
  let collected = 0
  for (const { workspace_id: workspaceId, ids } of rows)
    collected += await deleteFiles(
      db,
      workspaceId,
      sql`f.id in (
        select id from files where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) and ${isAbandoned}
        for update skip locked)`,
    )
  return collected
}
