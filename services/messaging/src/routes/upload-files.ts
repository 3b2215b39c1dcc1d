import { join } from 'node:path'
import { uploadFiles } from '@parley/contracts/messages/files'
import { shownName } from '@parley/files/file-names'
import type { Source } from '@parley/files/file-store'
import { isPicture, typeOf } from '@parley/files/file-types'
import type { Files } from '@parley/files/files'
import { UnstrippableMedia } from '@parley/files/metadata/strip-metadata'
import { type SpooledFile, spool } from '@parley/files/spool'
import { invalid, ServiceError } from '@parley/kit/errors'
import type { Holders } from '@parley/kit/gate'
import { claimed, findStoredAnswer, transact } from '@parley/kit/idempotency'
import { ok, uploadRoute } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { archived, noSuchChannel } from '../domain/refusals.ts'
import type { Person } from '../store/messages.ts'
import { markForDeletion, registerObjects } from '../store/stored-objects.ts'
import { findUploadTarget, hasTooManyUnattached, newFileIds, type StoredFile, saveFiles } from '../store/uploads.ts'

export const uploadFilesRoute = ({ db, outbox, files }: Context & { files: Files }) =>
  uploadRoute(uploadFiles, async (request) => {
    const { caller, ip, withinShare } = request
    if (await withinShare(() => hasTooManyUnattached(db, caller))) throw tooManyUnattached()
    const holders = { person: caller.userId, workspace: caller.workspaceId, ip }
    const upload = () =>
      files.spool.within(holders, async (folder) => {
        const spooled: SpooledFile[] = []
        for await (const file of request.files) {
          // Where the form names the channel before its files, a refusal comes before anything is stored.
          const { conversation_id, workspace_id } = request.fieldsSoFar()
          if (spooled.length === 0 && conversation_id !== undefined)
            await withinShare(() => findTarget(db, caller, conversation_id, workspace_id))
          spooled.push(await spool(file, join(folder, String(spooled.length))))
        }
        const fields = request.fields()
        const { conversation_id: channelId, workspace_id: workspaceId, conversation_type: type } = fields
        const digested = request.digested()
        const { target, earlier } = await withinShare(async () => ({
          target: await findTarget(db, caller, channelId, workspaceId),
          earlier: await findStoredAnswer(db, digested),
        }))
        if (earlier) return earlier

        const ids = await withinShare(() => newFileIds(db, spooled.length))

        const prepared = await allSettled(
          spooled.map((file, i) =>
            prepare(file, { id: ids[i]!, index: i, caller, files, keepMetadata: fields.keep_metadata }),
          ),
        )
        const objects = prepared.flatMap(({ objects }) => objects)
        const keys = objects.map(({ key }) => key)
        await withinShare(() => registerObjects(db, caller.workspaceId, keys))
        let isKept = false
        try {
          await storeAll(objects, holders, files)
          const save = async (tx: Db) => {
            const kept = await saveFiles(
              tx,
              caller,
              channelId,
              prepared.map(({ file }) => file),
            )
            if (kept.outcome === 'not_found') throw noSuchChannel()
            if (kept.outcome === 'archived') throw archived()
            if (kept.outcome === 'full') throw tooManyUnattached()
            isKept = true
            return ok({
              success: true as const,
              data: {
                files: kept.attachments, // signed as it is answered
                conversation_id: channelId,
                conversation_type: type ?? (target.channelType === 'dm' ? ('dm' as const) : ('channel' as const)),
              },
            })
          }
          return await withinShare(() => transact(db, digested, save, { about: () => channelId }))
        } finally {
          // If this fails, they are removed within the hour: they were registered with `remove_at`.
          if (!isKept) {
            await markForDeletion(db, caller.workspaceId, keys).catch((error) =>
              request.log.warn(
                { err: error },
                'marking the objects of a failed upload for deletion failed; they are removed within the hour',
              ),
            )
            outbox.flush()
          }
        }
      })
    return await claimed(db, request, upload)
  })

/** The channel that files go to. @throws ServiceError 404, or 409 where it is archived */
async function findTarget(db: Db, caller: Person, channelId: string, workspaceId: string | undefined) {
  if (workspaceId !== undefined && workspaceId !== caller.workspaceId)
    throw new ServiceError('not_found', 'No such workspace.')
  const target = await findUploadTarget(db, caller, channelId)
  if (!target) throw noSuchChannel()
  if (target.isArchived) throw archived()
  return target
}

/**
 * Prepares a file's row and its objects. The uploader chooses no part of a key.
 *
 * @throws ServiceError 400 for a picture or video whose metadata cannot be taken out
 */
async function prepare(
  spooled: SpooledFile,
  {
    id,
    index,
    caller,
    files,
    keepMetadata,
  }: { id: string; index: number; caller: Person; files: Files; keepMetadata: boolean },
) {
  const { userId, workspaceId } = caller
  const { pictureOf } = files
  const name = shownName(spooled.name)
  const type = await typeOf(spooled.head, spooled.head.length === spooled.size, name)
  const { path, size, digest } = keepMetadata ? spooled : await withoutMetadata(spooled, { type, index, files })
  const picture = isPicture(type) ? await pictureOf(path, { person: userId }) : undefined
  const key = `${workspaceId}/${id}`
  const objects = [{ key, path, size, type }]
  const thumbnail = picture && { key: `${key}-thumbnail`, ...picture.thumbnail, type: 'image/webp' }
  if (thumbnail) objects.push(thumbnail)
  const file: StoredFile = {
    id,
    name,
    type,
    size,
    digest,
    storageKey: key,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    thumbnailKey: thumbnail?.key ?? null,
    thumbnailSize: thumbnail?.size ?? null,
  }
  return { file, objects }
}

async function withoutMetadata(
  spooled: SpooledFile,
  { type, index, files }: { type: string; index: number; files: Files },
): Promise<SpooledFile> {
  try {
    return await files.withoutMetadata(spooled, type)
  } catch (error) {
    if (!(error instanceof UnstrippableMedia)) throw error
    throw invalid(
      `files.${index}`,
      'Location and camera data cannot be taken out of this picture or video: it is damaged, or its type is not supported. With keep_metadata it is stored as it is.',
    )
  }
}

const storeAll = (objects: ({ key: string } & Source)[], holders: Holders, { writing, store }: Files) =>
  allSettled(objects.map(({ key, ...source }) => writing.pass(holders, () => store.write(key, source))))

/** Waits for all, also when one has failed, so that no file is written to a folder or the storage after its removal. */
async function allSettled<T>(work: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work)
  return await Promise.all(work)
}

const tooManyUnattached = () =>
  new ServiceError(
    'conflict',
    'Uploads that were not sent yet have used up their room: send them, or wait until they are removed.',
  )
