import { type FileView, Malformed, type Pieces } from './file-view.ts'
import { overwritten } from './tiff.ts'

/** A box of the ISO base media file format: where its contents are. */
interface Box {
  type: string
  start: number
  end: number
}

const maxMetaBytes = 4 * 1024 * 1024
const maxBoxes = 100_000

/**
 * A HEIC or AVIF in which the bytes of EXIF and XMP items are zeros: nothing moves, so that nothing else has to change.
 * Which way up it is shown is not in EXIF here, but a property of the picture.
 */
export async function stripHeif(file: FileView): Promise<Pieces> {
  const meta = (await boxesOf(file, 0, file.size)).find(({ type }) => type === 'meta')
  if (!meta || meta.end - meta.start > maxMetaBytes) throw new Malformed('There is no meta box.')
  const boxes = await boxesOf(file, meta.start + 4, meta.end)
  const bytesOf = async (type: string) => {
    const box = boxes.find((each) => each.type === type)
    return box && { ...box, bytes: Buffer.from(await file.read(box.start, box.end - box.start)) }
  }
  const [items, places, data] = [
    await bytesOf('iinf'),
    await bytesOf('iloc'),
    boxes.find(({ type }) => type === 'idat'),
  ]
  if (!items || !places) throw new Malformed('It does not list what it consists of.')
  const said = await itemsThatSay(file, items)
  const ranges = rangesOf(places.bytes, said, data?.start).filter(({ start, end }) => end > start && end <= file.size)
  return overwritten(file.size, ranges)
}

async function boxesOf(file: FileView, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to; ) {
    const head = await file.read(at, 8)
    let length = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    let headLength = 8
    if (length === 1) {
      length = Number((await file.read(at + 8, 8)).readBigUInt64BE(0))
      headLength = 16
    } else if (length === 0) length = to - at
    if (boxes.length === maxBoxes) throw new Malformed('It has too many boxes.')
    if (length < headLength || at + length > to) throw new Malformed('A box is longer than what it is in.')
    boxes.push({ type, start: at + headLength, end: at + length })
    at += length
  }
  return boxes
}

/** The ids of items that contain EXIF or XMP, or anything else of a MIME type. */
async function itemsThatSay(file: FileView, { start, end, bytes }: Box & { bytes: Buffer }): Promise<Set<number>> {
  const ids = new Set<number>()
  const countBytes = bytes[0] === 0 ? 2 : 4
  for (const entry of await boxesOf(file, start + 4 + countBytes, end)) {
    const info = await file.read(entry.start, entry.end - entry.start)
    const version = info[0]!
    if (entry.type !== 'infe' || version < 2) continue
    const idBytes = version === 2 ? 2 : 4
    const type = info.toString('latin1', 6 + idBytes, 10 + idBytes)
    if (type === 'Exif' || type === 'mime') ids.add(info.readUIntBE(4, idBytes))
  }
  return ids
}

/** Where these items' bytes are (ISO/IEC 14496-12, 8.11.3). */
function rangesOf(iloc: Buffer, ids: Set<number>, dataStart: number | undefined) {
  const version = iloc[0]!
  const [offsetBytes, lengthBytes] = [iloc[4]! >> 4, iloc[4]! & 15]
  const [baseBytes, indexBytes] = [iloc[5]! >> 4, version > 0 ? iloc[5]! & 15 : 0]
  let at = 6
  const next = (bytes: number): number => {
    if (at + bytes > iloc.length) throw new Malformed('The list of places ends early.')
    const value = bytes === 0 ? 0 : bytes === 8 ? Number(iloc.readBigUInt64BE(at)) : iloc.readUIntBE(at, bytes)
    at += bytes
    return value
  }
  const ranges: { start: number; end: number }[] = []
  const wideBytes = version < 2 ? 2 : 4
  const count = next(wideBytes)
  for (let item = 0; item < count; item++) {
    const id = next(wideBytes)
    const method = version > 0 ? next(2) & 15 : 0
    next(2) // the reference to another file
    const base = next(baseBytes)
    const origin = method === 0 ? 0 : method === 1 ? dataStart : undefined
    for (let extents = next(2); extents > 0; extents--) {
      next(indexBytes)
      const start = base + next(offsetBytes)
      const length = next(lengthBytes)
      if (ids.has(id) && origin !== undefined) ranges.push({ start: origin + start, end: origin + start + length })
    }
  }
  return ranges
}
