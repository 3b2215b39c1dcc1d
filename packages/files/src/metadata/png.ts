import { crc32 } from 'node:zlib'
import { type FileView, Malformed, Pieces } from './file-view.ts'
import { exifOf, orientationIn } from './orientation.ts'

const signatureBytes = 8
const frames = new Set(['IDAT', 'fdAT'])
/** The picture, how it looks and how it moves. Whatever else there is may be metadata. */
const kept = new Set([
  ...['IHDR', 'PLTE', 'IEND', 'CgBI', ...frames],
  ...['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'hIST', 'pHYs', 'sPLT', 'cICP', 'mDCV', 'cLLI'],
  ...['acTL', 'fcTL'],
])
const maxChunkBytes = 0x7fffffff

/** A PNG, animated ones too, without texts, times, EXIF and private chunks, and without what follows its end. */
export async function stripPng(file: FileView): Promise<Pieces> {
  const pieces = new Pieces()
  pieces.keep(0, signatureBytes)
  let hasExif = false
  let hasPicture = false
  for (let at = signatureBytes; ; ) {
    // It breaks off; what there is can be shown.
    if (hasPicture && at + 8 > file.size) return pieces
    const head = await file.read(at, 8)
    const length = head.readUInt32BE(0)
    if (length > maxChunkBytes) throw new Malformed('A chunk is longer than any may be.')
    const type = head.toString('latin1', 4, 8)
    const end = at + 12 + length
    const isCut = end > file.size
    hasPicture ||= type === 'IDAT'
    if (isCut && !hasPicture) throw new Malformed('It ends before the picture begins.')
    if (kept.has(type) && (!isCut || frames.has(type))) pieces.keep(at, Math.min(end, file.size))
    if (type === 'eXIf' && !hasExif && !isCut) {
      const orientation = orientationIn(await file.read(at + 8, Math.min(length, 65_536)))
      if (orientation !== undefined) pieces.add(chunkOf('eXIf', exifOf(orientation)))
      hasExif = orientation !== undefined
    }
    if (type === 'IEND' || isCut) return pieces
    at = end
  }
}

function chunkOf(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  data.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  return chunk
}
