import type { SpooledFile } from '../spool.ts'
import { FileView, Malformed, type Pieces, writePieces } from './file-view.ts'
import { stripGif } from './gif.ts'
import { stripHeif } from './heif.ts'
import { stripJpeg } from './jpeg.ts'
import { stripPng } from './png.ts'
import { stripTiff } from './tiff.ts'
import { stripWebp } from './webp.ts'

/** A picture is not built as its type requires, so that its metadata cannot be taken out. */
export class DamagedPicture extends Error {
  override name = 'DamagedPicture'

  constructor(options: { cause: unknown }) {
    super('A picture’s metadata cannot be taken out: the picture is damaged.', options)
  }
}

const strippers: Record<string, (file: FileView) => Promise<Pieces>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/apng': stripPng,
  'image/webp': stripWebp,
  'image/gif': stripGif,
  'image/tiff': stripTiff,
  'image/heic': stripHeif,
  'image/heif': stripHeif,
  'image/heic-sequence': stripHeif,
  'image/heif-sequence': stripHeif,
  'image/avif': stripHeif,
}

/**
 * Takes out of a picture what says where, when and with what it was taken: EXIF, XMP, IPTC, comments. Pixels, colours,
 * animation and which way up it is shown stay exactly as they are: nothing is decoded, so that it costs little however
 * large the picture is. Other files stay as they came.
 *
 * @throws DamagedPicture for one whose structure cannot be followed: its metadata would stay in it
 */
export async function stripMetadata(file: SpooledFile, type: string): Promise<SpooledFile> {
  const strip = strippers[type]
  if (!strip) return file
  try {
    const pieces = await FileView.within(file.path, strip)
    if (pieces.isWhole(file.size)) return file
    const path = `${file.path}-stripped`
    return { ...file, path, ...(await writePieces(file.path, pieces.list, path)) }
  } catch (error) {
    // Numbers that lead nowhere are out of a buffer's range.
    if (!(error instanceof Malformed || error instanceof RangeError)) throw error
    throw new DamagedPicture({ cause: error })
  }
}
