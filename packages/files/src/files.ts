import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { ByteRange } from '@parley/kit/content'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import type { Route, UploadEndpoint } from '@parley/kit/route'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Kysely } from 'kysely'
import { deleteUnused, removeDueBytes } from './cleanup.ts'
import type { FileStorageConfig, FileUrlConfig } from './config.ts'
import { contentOf, downloadRoute } from './downloads.ts'
import type { FileOwner } from './owner.ts'
import type { DB as FileTables } from './schema.ts'
import { spool } from './spool.ts'
import { openStorage } from './storage.ts'
import { findAttachedFile, findFileFor } from './store/reading.ts'
import type { Place } from './store/tables.ts'
import { lockUploader, refuseFull } from './store/uploads.ts'
import { storing } from './storing.ts'
import { type FileField, fileRoute } from './upload-route.ts'
import { holdersOf, type Uploader } from './uploader.ts'
import { createUrlSigner, type Reader } from './url-signer.ts'

/** A file that comes by another way than a form: of an import, a mail, a tool. */
export interface NewFile extends Place {
  uploader: Uploader
  /** As it is called where it comes from; undefined where it has no name. */
  name: string | undefined
  content: Buffer | AsyncIterable<Buffer>
  /** Bytes. */
  maxBytes: number
}

/** The bytes of a file, where they are stored. */
export interface StoredBytes {
  size: number
  /** `end` is the last byte. */
  open(range: ByteRange): Promise<Readable>
}

const cleanUpEveryMs = 60_000

/**
 * Opens what a service keeps files in: the tables of `packages/files` in its schema, and the storage of their bytes. They
 * are cleaned up from the runtime's start on.
 *
 * @param keptHours how long a file is kept that nothing holds
 */
export function openFiles<D extends FileTables>(
  runtime: ServiceRuntime<D>,
  config: FileStorageConfig & FileUrlConfig,
  { keptHours }: { keptHours: number },
) {
  const { db, log } = runtime
  const storage = openStorage(config, runtime)
  runtime.readiness.add('files', () => storage.store.check(), { required: false, awaited: false })
  runtime.onClose('file storage', () => storage.store.close())
  const removal = runtime.every('remove-stored-files', cleanUpEveryMs, (signal) => removeDueBytes(db, storage, signal))
  runtime.every('delete-unused-files', cleanUpEveryMs, async (signal) => {
    await deleteUnused(db, storage, keptHours, signal)
    removal.wake()
  })
  return { db, storage, sweep: removal.wake, log, config }
}

/** What a service keeps files in, whosoever they are. */
export type FileStores<D extends FileTables> = ReturnType<typeof openFiles<D>>

/** The files of one owner: what a service keeps for one purpose, such as the files of channels. */
export function createFiles<D extends FileTables, P>(stores: FileStores<D>, owner: FileOwner<D, P>) {
  const { db, storage, log, config } = stores
  const urls = createUrlSigner(config, owner.download)
  const { unattached: limits } = owner

  return {
    urls,

    /** Binds an endpoint that declares `upload`: its files are stored and its answer is made of them. */
    uploadRoute: <E extends UploadEndpoint, I = undefined>(endpoint: E, field: FileField<E, D, P, I>): Route =>
      fileRoute(stores, owner, endpoint, field),

    /** Binds the endpoint that answers the URLs of files. */
    downloadRoute: (): Route => downloadRoute({ db, storage, urls }, owner.mayRead, owner.download),

    /**
     * Stores a file that comes by another way than a form, as if it had been uploaded: `attachFiles` attaches it, or it is
     * deleted after its hours.
     *
     * @throws ServiceError 413 when it is too large, 400 for a picture or video whose metadata cannot be taken out, 409 when
     *   the uploader has too many unattached ones, 429 or 503 when there are too many at once, and what `mayUpload` throws
     */
    async store({ workspaceId, placeId, uploader, name, content, maxBytes }: NewFile): Promise<UnsignedAttachment> {
      const place = { workspaceId, placeId }
      const holders = holdersOf(workspaceId, uploader)
      const ask = async (tx: Kysely<D>) => {
        if (uploader.kind !== 'service') await owner.mayUpload(tx, place, uploader)
      }
      await refuseFull(db, workspaceId, uploader, limits)
      await ask(db)
      return storage.spool.within(holders, async (folder) => {
        const spooled = await spool({ name, content: bounded(content, maxBytes) }, folder)
        const options = {
          place,
          uploader,
          limits,
          holders,
          field: 'file',
          log,
          withinShare: unshared,
        }
        return storing(stores, [spooled], options, (save) =>
          transaction(db, async (tx) => {
            await lockUploader(tx, uploader)
            await ask(tx)
            const [file] = await save(tx)
            return file!
          }),
        )
      })
    },

    /**
     * A file as content for somebody that a service acts for; undefined where they may not read it.
     *
     * @param mayRead the owner's, or a narrower one
     */
    async findContentFor(id: { workspaceId: string; fileId: string; reader: Reader }, mayRead = owner.mayRead) {
      const file = await findFileFor(db, id, mayRead)
      return file && contentOf(storage, file, { person: id.reader.id, workspace: id.workspaceId })
    },

    /** A file that is attached to something, as content for everybody who asks; undefined where there is none. */
    async findContent(
      id: { workspaceId: string; fileId: string },
      { ip, cacheControl }: { ip: string; cacheControl: string },
    ) {
      const file = await findAttachedFile(db, id)
      return file && contentOf(storage, file, { ip, workspace: id.workspaceId }, cacheControl)
    },

    /** The bytes of a file that is attached to something, for the service itself; undefined where there is none. */
    async read(id: { workspaceId: string; fileId: string }): Promise<Buffer | undefined> {
      const file = await findAttachedFile(db, id)
      if (file?.size === 0) return Buffer.alloc(0) // which has no range
      return file && buffer(await storage.store.open(file.key, { start: 0, end: file.size - 1 }))
    },

    /** As `read`, for one that is too large to be in memory: its size, and what opens a part of it. */
    async open(id: { workspaceId: string; fileId: string }): Promise<StoredBytes | undefined> {
      const file = await findAttachedFile(db, id)
      return file && { size: file.size, open: (range) => storage.store.open(file.key, range) }
    },

    /** Call it after the commit of what deleted files: removes their bytes. Never throws and never waits. */
    sweep: stores.sweep,
  }
}

export type Files<D extends FileTables, P> = ReturnType<typeof createFiles<D, P>>

/** What a service stores by itself takes no caller's share of connections. */
const unshared = <T>(work: () => Promise<T>): Promise<T> => work()

async function* bounded(content: NewFile['content'], maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new ServiceError('payload_too_large', `The file may be at most ${maxBytes} bytes.`)
    yield chunk
  }
}
