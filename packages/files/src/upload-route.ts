import type { HandlerAnswer } from '@parley/contracts/endpoint'
import type { Unsigned, UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { Principal } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { claimed, findStoredAnswer, transact } from '@parley/kit/idempotency'
import {
  type AnswerFor,
  type CallerOf,
  type FieldsOf,
  type Route,
  type UploadEndpoint,
  type UploadRequest,
  uploadRoute,
} from '@parley/kit/route'
import type { Trace } from '@parley/kit/trace'
import type { Kysely } from 'kysely'
import type { FileOwner } from './owner.ts'
import { type SpooledFile, spool } from './spool.ts'
import type { Uploads } from './store/attaching.ts'
import { lockUploader, refuseFull } from './store/uploads.ts'
import { type Stores, storing } from './storing.ts'
import { holdersOf, uploaderId, uploadOf } from './uploader.ts'

/** How an endpoint that declares `upload` takes its files. */
export interface FileField<E extends UploadEndpoint, D, P, I = undefined> {
  /**
   * Where the files go: asked when the first one arrives, by the fields that have come before it, so that a refusal comes
   * before it is read, and again when all have.
   *
   * @throws ServiceError where the fields contradict each other or the caller
   */
  placeOf: (fields: Partial<FieldsOf<E>>, request: Pick<UploadRequest<E>, 'params' | 'caller'>) => string | undefined
  /** Whether pictures and videos are stored as they came; never, if not given. */
  keepsMetadata?: (fields: FieldsOf<E>) => boolean
  /** Set where only pictures are taken: each is stored as a square WebP of so many pixels, its middle. */
  squarePixels?: number
  /** A file that the fields bring in place of the form's, such as a text; stored as those are. */
  fileOf?: (fields: FieldsOf<E>) => { name: string; content: Buffer } | undefined
  /**
   * Looks into the files while they lie on the local disk, before they are stored and outside of any transaction; `answer`
   * gets what it finds.
   *
   * @throws ServiceError where they are refused
   */
  inspect?: (
    files: readonly SpooledFile[],
    upload: { fields: FieldsOf<E>; caller: CallerOf<E>; ip: string },
  ) => Promise<I>
  /** Runs in the transaction that saves the files: what it writes is there with them, or neither is. */
  answer: (
    tx: Kysely<D>,
    upload: {
      /** Unattached: `attachFiles` attaches them, by `uploads`. */
      files: UnsignedAttachment[]
      uploads: Uploads
      fields: FieldsOf<E>
      /** What `mayUpload` says of it. */
      place: P
      inspected: I
      caller: CallerOf<E>
      ip: string
      trace: Trace
    },
  ) => Promise<Unsigned<HandlerAnswer<E>>>
}

/** A route that stores the files of a form, and answers what its owner makes of them. */
export const fileRoute = <E extends UploadEndpoint, D, P, I = undefined>(
  stores: Stores<D>,
  { mayUpload, mayStore, unattached: limits }: Pick<FileOwner<D, P>, 'mayUpload' | 'mayStore' | 'unattached'>,
  endpoint: E,
  { placeOf, keepsMetadata, squarePixels, fileOf, inspect, answer }: FileField<E, D, P, I>,
): Route =>
  uploadRoute(endpoint, async (request) => {
    const { db, storage } = stores
    const { caller, ip, log, trace, withinShare } = request
    const principal = caller as Principal
    const { workspaceId, uploader, person } = uploadOf(principal)
    // The address of a service is nobody's.
    const holders = holdersOf(workspaceId, person ?? uploader, uploader.kind === 'service' ? undefined : ip)
    const ask = (tx: Kysely<D>, placeId: string): Promise<P> => {
      const place = { workspaceId, placeId }
      if (person) return mayUpload(tx, place, person)
      if (principal.kind === 'service' && mayStore) return mayStore(tx, place, principal.service)
      throw new ServiceError('forbidden', 'Files are uploaded for somebody.')
    }
    await withinShare(() => refuseFull(db, workspaceId, uploader, limits))
    const upload = () =>
      storage.spool.within(holders, async (folder) => {
        const spooled: SpooledFile[] = []
        for await (const file of request.files) {
          const placeId = spooled.length === 0 ? placeOf(request.fieldsSoFar(), request) : undefined
          if (placeId !== undefined) await withinShare(() => ask(db, placeId))
          spooled.push(await spool(file, folder))
        }
        const fields = request.fields()
        const digested = request.digested()
        const placeId = placeOf(fields, request)
        if (placeId === undefined) throw new Error(`${endpoint.name} names no place for its files.`)
        const place = { workspaceId, placeId }
        const earlier = await withinShare(async () => {
          await ask(db, placeId)
          return findStoredAnswer(db, digested)
        })
        if (earlier) return earlier
        const given = fileOf?.(fields)
        if (given) spooled.push(await spool({ name: given.name, content: once(given.content) }, folder))
        // Undefined without `inspect`, as its type then says.
        const inspected = (await inspect?.(spooled, { fields, caller, ip })) as I

        const { field } = endpoint.upload
        const keepMetadata = keepsMetadata?.(fields)
        const options = { place, uploader, limits, holders, field, keepMetadata, squarePixels, log, withinShare }
        return storing(stores, spooled, options, (save) =>
          withinShare(() =>
            transact(
              db,
              digested,
              async (tx) => {
                if (spooled.length > 0) await lockUploader(tx, uploader)
                const found = await ask(tx, placeId)
                const files = await save(tx)
                const uploads = { ...place, uploaderId: uploaderId(uploader), fileIds: files.map(({ id }) => id) }
                return answer(tx, { files, uploads, fields, place: found, inspected, caller, ip, trace })
              },
              { about: () => placeId },
            ),
          ),
        )
      })
    // Without files it is one short transaction, which holds its key itself. A claim would outlive the process by a minute.
    const isShort = !request.isStreamed && fileOf === undefined
    return (await (isShort ? upload() : claimed(db, request, upload))) as AnswerFor<E>
  })

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content
}
