import type { Attachment } from '@parley/contracts/messages/attachment'
import { unsentLimits } from '@parley/contracts/messages/files'
import { roomUrlSeconds, type Ticket } from '@parley/files/url-signer'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'

/** How long an upload may take from its first byte in the storage to its last. */
const writingTime = sql`interval '1 hour'`

/** Where someone may upload to; undefined when they cannot read the channel. */
export async function findUploadTarget(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
): Promise<{ channelType: string; isArchived: boolean } | undefined> {
  const { rows } = await sql<{ channelType: string; isArchived: boolean }>`
    select a.channel_type as "channelType", a.is_archived as "isArchived" from channels.access a
    where a.workspace_id = ${workspaceId} and a.channel_id = ${channelId} and a.user_id = ${userId}`.execute(db)
  return rows[0]
}

/** Whether someone's uploads that are not sent yet leave no room for more. */
export async function hasUnsentToTheFull(db: Db, { userId }: Person): Promise<boolean> {
  const { rows } = await sql<{ full: boolean }>`
    select count(*) >= ${unsentLimits.maxFiles} or coalesce(sum(size), 0) >= ${unsentLimits.maxBytes} as full
    from files where uploader_id = ${userId} and message_id is null`.execute(db)
  return rows[0]!.full
}

/** Ids for files that are about to be stored, ascending. */
export async function newFileIds(db: Db, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (select uuidv7() as id from generate_series(1, ${count}::int)) made order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Names objects before they are written, so that they are removed unless files stand on them within the hour. */
export async function announceObjects(db: Db, keys: string[]): Promise<void> {
  await sql`
    insert into stored_objects (key, remove_at) select key, now() + ${writingTime} from unnest(${keys}::text[]) key`.execute(
    db,
  )
}

/** Has objects removed that no file came to stand on, even such as have been removed already. */
export async function abandonObjects(db: Db, keys: string[]): Promise<void> {
  await sql`
    with abandoned as (
      insert into stored_objects as o (key, remove_at) select key, now() from unnest(${keys}::text[]) key
      on conflict (key) do update set remove_at = now() where o.remove_at is not null
      returning key
    )
    insert into outbox (kind, name, payload) select 'job', 'remove-stored-files', '{}' from abandoned limit 1`.execute(
    db,
  )
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

export type Keeping =
  | { outcome: 'kept'; attachments: Attachment[] }
  | { outcome: 'not_found' }
  | { outcome: 'archived' }
  | { outcome: 'full' }

/** Makes files of what is stored, unless the uploader may not upload there any more, or has too much unsent. */
export async function keepFiles(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  files: StoredFile[],
): Promise<Keeping> {
  const rows = files.map((file) => ({
    id: file.id,
    name: file.name,
    type: file.type,
    size: file.size,
    digest: file.digest,
    storage_key: file.storageKey,
    width: file.width,
    height: file.height,
    thumbnail_key: file.thumbnailKey,
    thumbnail_size: file.thumbnailSize,
  }))
  const { rows: answers } = await sql<Keeping>`
    select outcome, attachments from keep_files(${workspaceId}, ${channelId}, ${userId}, ${JSON.stringify(rows)},
      ${unsentLimits.maxBytes}, ${unsentLimits.maxFiles})`.execute(tx)
  return answers[0]!
}

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
const maxReleased = 500

/** Removes up to 500 files of a channel, whoever they belong to, with their bytes to follow; how many it were. */
export async function releaseChannelFiles(tx: Db, channelId: string): Promise<number> {
  const { rows } = await sql<{ released: number }>`
    with gone as (
      delete from files where id in (select id from files where channel_id = ${channelId} limit ${maxReleased})
      returning id
    )
    select count(*) as released from gone`.execute(tx)
  return rows[0]!.released
}

/** Removes up to 500 uploads that nobody has sent in their time; how many it were. */
export async function collectUnsent(db: Db): Promise<number> {
  const { rows } = await sql<{ collected: number }>`
    with gone as (
      delete from files where id in (
        select id from files
        where message_id is null and created_at < now() - make_interval(hours => ${unsentLimits.keptHours}::int)
          and (held_until is null or held_until < now())
        limit ${maxReleased} for update skip locked)
      returning id
    )
    select count(*) as collected from gone`.execute(db)
  return rows[0]!.collected
}

/** Takes up to so many objects that are due, for good: no file can come to stand on them. Later ones come back. */
export async function takeDueObjects(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    update stored_objects o set is_doomed = true, attempts = o.attempts + 1,
      remove_at = now() + least(interval '30 seconds' * power(2, least(o.attempts, 10)), interval '1 hour')
    where o.key in (
      select due.key from stored_objects due where due.remove_at <= now()
      order by due.remove_at limit ${limit} for update skip locked)
    returning o.key`.execute(db)
  return rows.map(({ key }) => key)
}

/** Forgets objects whose bytes are gone. */
export async function forgetObjects(db: Db, keys: string[]): Promise<void> {
  await sql`delete from stored_objects where key = any(${keys}::text[]) and is_doomed`.execute(db)
}
