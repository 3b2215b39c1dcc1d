import type { SpooledFile } from '../spool.ts'
import { FileView, Malformed, type Pieces, writePieces } from './file-view.ts'
import { stripGif } from './gif.ts'
import { stripIsoMedia } from './iso-media.ts'
import { stripJpeg } from './jpeg.ts'
import { stripJ2c, stripJp2, stripJxl } from './jpeg-boxes.ts'
import { stripPng } from './png.ts'
import { stripTiff } from './tiff.ts'
import { stripWebm } from './webm.ts'
import { stripWebp } from './webp.ts'

/** A picture or video is damaged, or of a type that nothing here can take apart: its metadata cannot be taken out. */
export class UnstrippableMedia extends Error {
  override name = 'UnstrippableMedia'

  constructor(options?: { cause: unknown }) {
    super('The metadata of a picture or video cannot be taken out.', options)
  }
}

const strippers: Record<string, (file: FileView) => Promise<Pieces>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/apng': stripPng,
  'image/webp': stripWebp,
  'image/gif': stripGif,
  'image/tiff': stripTiff,
  'image/x-adobe-dng': stripTiff,
  'image/jxl': stripJxl,
  'image/jp2': stripJp2,
  'image/jpx': stripJp2,
  'image/j2c': stripJ2c,
  'image/heic': stripIsoMedia,
  'image/heif': stripIsoMedia,
  'image/heic-sequence': stripIsoMedia,
  'image/heif-sequence': stripIsoMedia,
  'image/avif': stripIsoMedia,
  'video/mp4': stripIsoMedia,
  'video/quicktime': stripIsoMedia,
  'video/x-m4v': stripIsoMedia,
  'video/3gpp': stripIsoMedia,
  'video/3gpp2': stripIsoMedia,
  'video/webm': stripWebm,
  'video/matroska': stripWebm,
}

/** Pictures that have room for nothing but themselves, and documents: what they say, their authors wrote. */
const stored = new Set(['image/bmp', 'image/svg+xml', 'image/vnd.dwg'])
const isMedia = (type: string): boolean => /^(?:image|video)\//.test(type)

/**
 * Takes out of a picture or video what says where, when and with what it was taken: EXIF, XMP, IPTC, comments, places.
 * Pixels, sound, colours, animation and which way up it is shown stay exactly as they are: nothing is decoded, so that it
 * costs little however large the file is. Files of other types stay as they came.
 *
 * @throws UnstrippableMedia for a picture or video of another type, and for one whose structure cannot be followed: its
 *   metadata would stay in it
 */
export async function stripMetadata(file: SpooledFile, type: string): Promise<SpooledFile> {
  const strip = strippers[type]
  if (!strip && isMedia(type) && !stored.has(type)) throw new UnstrippableMedia()
  if (!strip) return file
  try {
    const pieces = await FileView.within(file.path, strip)
    if (pieces.isWhole(file.size)) return file
    const path = `${file.path}-stripped`
    return { ...file, path, ...(await writePieces(file.path, pieces.list, path)) }
  } catch (error) {
    // Numbers that lead nowhere are out of a buffer's range.
    if (!(error instanceof Malformed || error instanceof RangeError)) throw error
    throw new UnstrippableMedia({ cause: error })
  }
}
