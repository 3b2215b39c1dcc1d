import { type FileView, Malformed, type Piece, Pieces } from './file-view.ts'
import { exifOf, orientationIn } from './orientation.ts'

const headBytes = 12
/** The picture and its colours. Whatever else there is may say anything. */
const pictures = new Set(['VP8 ', 'VP8L', 'ANMF'])
const kept = new Set([...pictures, 'VP8X', 'ALPH', 'ANIM', 'ICCP'])
/** In VP8X: whether there are EXIF and XMP chunks. */
const exifFlag = 0x08
const xmpFlag = 0x04

/** A WebP, animated ones too, without EXIF, XMP and unknown chunks, and without what follows it. */
export async function stripWebp(file: FileView): Promise<Pieces> {
  const stated = 8 + (await file.read(4, 4)).readUInt32LE(0)
  const pieces = new Pieces()
  let orientation: number | undefined
  let flags: { at: number; value: number } | undefined
  let hasPicture = false
  const end = Math.min(stated, file.size)
  for (let at = headBytes; at + 8 <= end; ) {
    const head = await file.read(at, 8)
    const length = head.readUInt32LE(4)
    const next = at + 8 + length + (length % 2)
    const type = head.toString('latin1', 0, 4)
    if (type === 'EXIF')
      orientation = orientationIn(withoutHeader(await file.read(at + 8, Math.min(length, 65_536, file.size - at - 8))))
    if (type === 'VP8X') flags = { at: at + 8, value: (await file.read(at + 8, 1))[0]! }
    if (pictures.has(type)) hasPicture = true
    if (kept.has(type)) pieces.keep(at, Math.min(next, file.size))
    at = next
  }
  if (!hasPicture) throw new Malformed('There is no picture in it.')

  const exif = orientation !== undefined && flags ? chunkOf(exifOf(orientation)) : undefined
  const body = flags ? withFlags(pieces.list, flags, exif !== undefined) : pieces.list
  if (exif) body.push(exif)
  const length = body.reduce((sum, piece) => sum + (Buffer.isBuffer(piece) ? piece.length : piece.end - piece.start), 0)
  const head = Buffer.from(await file.read(0, headBytes))
  const made = new Pieces()
  // As it is when nothing was there to be taken out.
  if (stated === file.size && headBytes + length === file.size && !exif) made.keep(0, headBytes)
  else {
    head.writeUInt32LE(4 + length, 4)
    made.add(head)
  }
  for (const piece of body) {
    if (Buffer.isBuffer(piece)) made.add(piece)
    else made.keep(piece.start, piece.end)
  }
  return made
}

/** The pieces, with the header's flags set for the chunks that are left. */
function withFlags(list: Piece[], { at, value }: { at: number; value: number }, hasExif: boolean): Piece[] {
  const flags = (value & ~(exifFlag | xmpFlag)) | (hasExif ? exifFlag : 0)
  if (flags === value) return [...list]
  return list.flatMap((piece) => {
    if (Buffer.isBuffer(piece) || at < piece.start || at >= piece.end) return [piece]
    return [{ start: piece.start, end: at }, Buffer.from([flags]), { start: at + 1, end: piece.end }]
  })
}

function chunkOf(tiff: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write('EXIF', 'latin1')
  head.writeUInt32LE(tiff.length, 4)
  return Buffer.concat([head, tiff])
}

/** Some write JPEG's header before the EXIF. */
const withoutHeader = (exif: Buffer): Buffer => (exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif)
