import { type FileView, Malformed, Pieces } from './file-view.ts'
import { type Box, createBoxReader } from './iso-boxes.ts'
import type { Range } from './iso-places.ts'
import { overwritten } from './tiff.ts'

// JPEG XL (ISO/IEC 18181-2) and JPEG 2000 (ISO/IEC 15444-1): boxes around a codestream.

type Changes = (Range & { bytes?: Buffer })[]

/** What is needed to show a JPEG XL. `jbrd`, by which it becomes the JPEG again that it was, has that one's metadata. */
const keptOfJxl = new Set(['JXL ', 'ftyp', 'jxll', 'jxli', 'jxlc', 'jxlp'])
const keptOfJp2 = new Set(['jP  ', 'ftyp', 'rreq', 'jp2h', 'jp2c'])
const keptOfHeader = new Set(['ihdr', 'bpcc', 'colr', 'pclr', 'cmap', 'cdef', 'res '])
const maxSegments = 100_000

/** Boxes that are not needed become empty `free` ones. */
function free(boxes: readonly Box[], kept: ReadonlySet<string>): Changes {
  return boxes
    .filter(({ type }) => !kept.has(type))
    .flatMap(({ at, start, end }) => [
      { start: at + 4, end: at + 8, bytes: Buffer.from('free') },
      { start, end },
    ])
}

/** A JPEG XL without metadata. A codestream alone has none. */
export async function stripJxl(file: FileView): Promise<Pieces> {
  if ((await file.read(0, 2)).readUInt16BE(0) === 0xff0a) {
    const whole = new Pieces()
    whole.keep(0, file.size)
    return whole
  }
  const boxes = await createBoxReader(file)(0, file.size, true)
  if (!boxes.some(({ type }) => type === 'jxlc' || type === 'jxlp')) throw new Malformed('There is no picture in it.')
  return overwritten(boxes.at(-1)!.end, free(boxes, keptOfJxl))
}

/** A JPEG 2000 without metadata: boxes, and comments in its codestream. */
export async function stripJp2(file: FileView): Promise<Pieces> {
  const boxesOf = createBoxReader(file)
  const boxes = await boxesOf(0, file.size, true)
  const changes = free(boxes, keptOfJp2)
  if (!boxes.some(({ type }) => type === 'jp2c')) throw new Malformed('There is no picture in it.')
  for (const { type, start, end } of boxes) {
    if (type === 'jp2h') changes.push(...free(await boxesOf(start, end), keptOfHeader))
    if (type === 'jp2c') changes.push(...(await commentsIn(file, start, end)))
  }
  return overwritten(boxes.at(-1)!.end, changes)
}

/** A JPEG 2000 codestream alone. */
export const stripJ2c = async (file: FileView): Promise<Pieces> =>
  overwritten(file.size, await commentsIn(file, 0, file.size))

const startOfCodestream = 0xff4f
const startOfTilePart = 0xff90
const startOfData = 0xff93
const endOfCodestream = 0xffd9
/** The segments that say how it is coded (A.2). Others are comments, or may be. */
const keptSegments = new Set([
  ...[0xff50, 0xff51, 0xff52, 0xff53, 0xff55, 0xff56, 0xff57, 0xff58, 0xff59],
  ...[0xff5c, 0xff5d, 0xff5e, 0xff5f, 0xff60, 0xff61, 0xff63, startOfTilePart],
])

/** What a codestream has besides pixels: the contents of comments, and what follows its end. */
async function commentsIn(file: FileView, start: number, end: number): Promise<Changes> {
  const u16 = async (at: number) => (await file.read(at, 2)).readUInt16BE(0)
  if ((await u16(start)) !== startOfCodestream) throw new Malformed('It has no codestream.')
  const changes: Changes = []
  let partEnd = end
  let at = start + 2
  for (let segments = 0; at + 4 <= end; segments++) {
    if (segments === maxSegments) throw new Malformed('It has too many segments.')
    const marker = await u16(at)
    if (marker === endOfCodestream) {
      changes.push({ start: at + 2, end })
      break
    }
    if (marker < 0xff00) throw new Malformed('Its segments cannot be followed.')
    if (marker === startOfData) {
      at = partEnd
      continue
    }
    const next = at + 2 + (await u16(at + 2))
    if (next < at + 4) throw new Malformed('A segment is too short.')
    if (marker === startOfTilePart) {
      const length = (await file.read(at + 6, 4)).readUInt32BE(0)
      partEnd = length === 0 ? end : at + length
      if (partEnd < next) throw new Malformed('A part of it is too short.')
    }
    if (!keptSegments.has(marker)) changes.push({ start: at + 4, end: Math.min(next, end) })
    at = next
  }
  return changes
}
