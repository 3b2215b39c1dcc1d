import { invalid } from '@parley/kit/errors'
import type { Holders } from '@parley/kit/gate'
import { nameOfType, shownName } from './file-names.ts'
import type { Source } from './file-store.ts'
import { isPicture, typeOf } from './file-types.ts'
import { UnstrippableMedia } from './metadata/strip-metadata.ts'
import type { SpooledFile } from './spool.ts'
import type { Storage } from './storage.ts'
import type { StoredFile } from './store/uploads.ts'

/** What becomes of files before they are stored. */
export interface Preparing {
  holders: Holders
  /** What a refusal of one of them names. */
  field: string
  /** Undefined where nobody can ask for it. */
  keepMetadata?: boolean | undefined
  /** Set where only pictures are taken: each is made a square of so many pixels. */
  squarePixels?: number | undefined
}

interface Options extends Preparing {
  /** Of the file in its field. */
  index: number
  storage: Pick<Storage, 'pictures' | 'withoutMetadata'>
}

/**
 * The row of a file, and the objects to store under its key, of which its uploader chooses no part.
 *
 * @throws ServiceError 400 for a picture or video whose metadata cannot be taken out, or that cannot be made a square
 */
export async function prepare(
  spooled: SpooledFile,
  key: string,
  options: Options,
): Promise<{ file: Omit<StoredFile, 'id'>; objects: ({ key: string } & Source)[] }> {
  const given = shownName(spooled.name)
  const type = await typeOf(spooled.head, spooled.head.length === spooled.size, given)
  const name = nameOfType(given, type)
  const { squarePixels: pixels } = options
  const { path, digest, thumbnail, ...shown } = await (pixels === undefined
    ? asItIs(spooled, name, type, options)
    : asSquare(spooled, name, type, pixels, options))
  const thumbnailKey = thumbnail ? `${key}-thumbnail` : null
  return {
    file: { ...shown, digest, storageKey: key, thumbnailKey, thumbnailSize: thumbnail?.size ?? null },
    objects: [
      { key, path, size: shown.size, type: shown.type },
      ...(thumbnail ? [{ key: `${key}-thumbnail`, ...thumbnail, type: 'image/webp' }] : []),
    ],
  }
}

/** What is stored of an upload, and what is known of it. */
type Prepared = Pick<SpooledFile, 'path'> &
  Pick<StoredFile, 'name' | 'type' | 'size' | 'digest' | 'width' | 'height'> & {
    thumbnail?: { path: string; size: number } | undefined
  }

async function asItIs(spooled: SpooledFile, name: string, type: string, options: Options): Promise<Prepared> {
  const { path, size, digest } = options.keepMetadata ? spooled : await withoutMetadata(spooled, type, options)
  const { storage, holders } = options
  const picture = isPicture(type) ? await storage.pictures.measure(path, { person: holders.person }) : undefined
  const { width = null, height = null, thumbnail } = picture ?? {}
  return { path, name, type, size, digest, width, height, thumbnail }
}

async function withoutMetadata(
  spooled: SpooledFile,
  type: string,
  { storage, field, index, keepMetadata }: Options,
): Promise<SpooledFile> {
  try {
    return await storage.withoutMetadata(spooled, type)
  } catch (error) {
    if (!(error instanceof UnstrippableMedia)) throw error
    const hint = keepMetadata === undefined ? '' : ' With keep_metadata it is stored as it is.'
    throw invalid(
      `${field}.${index}`,
      `Location and camera data cannot be taken out of this picture or video: it is damaged, or its type is not supported.${hint}`,
    )
  }
}

async function asSquare(
  { path }: SpooledFile,
  name: string,
  type: string,
  pixels: number,
  { storage, holders, field, index }: Options,
): Promise<Prepared> {
  const { person } = holders
  const square = isPicture(type) ? await storage.pictures.square(path, pixels, { person }) : undefined
  if (!square)
    throw invalid(
      `${field}.${index}`,
      'Must be a picture: PNG, JPEG, GIF, WebP, AVIF or TIFF, of at most 50 megapixels.',
    )
  return { ...square, name: name.replace(/(\.\w+)?$/, '.webp'), type: 'image/webp', width: pixels, height: pixels }
}
