import { crc32 } from 'node:zlib'
import { type FileView, Pieces } from './file-view.ts'
import { exifOf, orientationIn } from './orientation.ts'

const signatureBytes = 8
/** Chunks with metadata, as opposed to pixels and colours. */
const dropped = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'])

/** A PNG, animated ones too, without texts, times and EXIF, and without what follows its end. */
export async function stripPng(file: FileView): Promise<Pieces> {
  const pieces = new Pieces()
  pieces.keep(0, signatureBytes)
  for (let at = signatureBytes; ; ) {
    const head = await file.read(at, 8)
    const length = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    const end = at + 12 + length
    await file.read(end - 4, 4)
    if (!dropped.has(type)) pieces.keep(at, end)
    const orientation = type === 'eXIf' ? orientationIn(await file.read(at + 8, Math.min(length, 65_536))) : undefined
    if (orientation !== undefined) pieces.add(chunkOf('eXIf', exifOf(orientation)))
    if (type === 'IEND') return pieces
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
