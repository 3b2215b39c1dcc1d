import { type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import { type Reader, roomUrlSeconds, type Ticket } from '../url-signer.ts'
import { fileTables } from './tables.ts'

const thumbnailType = 'image/webp'

/** A file, or its thumbnail, as it is sent. */
export interface ReadableFile {
  name: string
  type: string
  size: number
  digest: string
  key: string
  isThumbnail: boolean
}

/** Who asks for a file: somebody, or whoever has a URL that a room was given. */
export type FileReader =
  | Reader
  | {
      kind: 'room'
      /** Seconds since 1970, to the microsecond, as `numeric` text: whoever left the room later has the URL too. */
      signedAt: Expression<string>
    }

/** The condition, in SQL, under which somebody may read what is attached in a place. */
export type MayRead = (
  file: { workspaceId: string; placeId: Expression<string>; holderId: Expression<string | null> },
  reader: FileReader,
) => Expression<SqlBool>

/**
 * The file that a ticket is for, unless the ticket has expired, its reader may not read in that place any more, or there is
 * no such file or thumbnail. An unattached upload is its uploader's alone. The signature must have been checked.
 */
export async function findFile<D>(
  db: Kysely<D>,
  { workspaceId, fileId, variant, expires, reader }: Ticket,
  mayRead: MayRead,
): Promise<ReadableFile | undefined> {
  const signedAt = sql<string>`${expires}::numeric - ${roomUrlSeconds}`
  const found = await selectFile(db, workspaceId, fileId)
    .where(sql<boolean>`${expires}::numeric > extract(epoch from now())`)
    .where(({ eb, or }) => or([eb('f.holder_id', 'is not', null), eb('f.uploader_id', '=', reader?.id ?? null)]))
    .where(({ ref }) =>
      mayRead(
        { workspaceId, placeId: ref('f.place_id'), holderId: ref('f.holder_id') },
        reader ?? { kind: 'room', signedAt },
      ),
    )
    .executeTakeFirst()
  return found && readable(found, variant === 'thumbnail')
}

/** The file that somebody may read now: what is attached where they may read, and their own uploads. */
export async function findFileFor<D>(
  db: Kysely<D>,
  { workspaceId, fileId, reader }: { workspaceId: string; fileId: string; reader: Reader },
  mayRead: MayRead,
): Promise<ReadableFile | undefined> {
  const found = await selectFile(db, workspaceId, fileId)
    .where(({ eb, or }) => or([eb('f.holder_id', 'is not', null), eb('f.uploader_id', '=', reader.id)]))
    .where(({ ref }) => mayRead({ workspaceId, placeId: ref('f.place_id'), holderId: ref('f.holder_id') }, reader))
    .executeTakeFirst()
  return found && readable(found, false)
}

/** A file that is attached to something, whoever asks: for a service that shows it to everybody. */
export async function findAttachedFile<D>(
  db: Kysely<D>,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<ReadableFile | undefined> {
  const found = await selectFile(db, workspaceId, fileId).where('f.holder_id', 'is not', null).executeTakeFirst()
  return found && readable(found, false)
}

const selectFile = <D>(db: Kysely<D>, workspaceId: string, fileId: string) =>
  fileTables(db)
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

type Found = Pick<ReadableFile, 'name' | 'type' | 'size' | 'digest'> & {
  storage_key: string
  thumbnail_key: string | null
  thumbnail_size: number | null
}

function readable(
  { name, type, size, digest, storage_key, thumbnail_key, thumbnail_size }: Found,
  isThumbnail: boolean,
): ReadableFile | undefined {
  if (!isThumbnail) return { name, type, size, digest, key: storage_key, isThumbnail }
  return thumbnail_key === null
    ? undefined
    : { name, type: thumbnailType, size: thumbnail_size!, digest, key: thumbnail_key, isThumbnail }
}
