import { type FileView, Malformed, Pieces } from './file-view.ts'

/** Makes of a range the same number of zeros. */
type Range = { start: number; end: number }

const typeBytes: Record<number, number> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
}
const typeOfDirectories = 13
const subDirectories = 0x014a
/** Directories of EXIF, GPS, interoperability and others: all that they contain is removed with them. */
const removedDirectories = new Set([0x0190, 0x8290, 0x8769, 0x8825, 0xa005])
/** What is needed to show a picture, baseline TIFF or an extension of it. Whatever else there is may be metadata. */
const kept = new Set([
  ...[0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0107, 0x0108, 0x0109, 0x010a, 0x0112, 0x0115],
  ...[0x0111, 0x0116, 0x0117, 0x0142, 0x0143, 0x0144, 0x0145, subDirectories], // strips, tiles and further pictures
  ...[0x0118, 0x0119, 0x011c, 0x013d, 0x014c, 0x014e, 0x0150, 0x0152, 0x0153, 0x0154, 0x0155], // what a sample is
  ...[0x011a, 0x011b, 0x011e, 0x011f, 0x0128, 0x0129], // resolution, place on the page, and the page's number
  ...[0x0122, 0x0123, 0x012d, 0x013e, 0x013f, 0x0140, 0x0141, 0x0156, 0x8773, 0x923f], // colours
  ...[0x0124, 0x0125, 0x0146, 0x0147, 0x0148], // fax
  ...[0x015b, 0x0200, 0x0201, 0x0202, 0x0203, 0x0205, 0x0206, 0x0207, 0x0208, 0x0209], // JPEG
  ...[0x0211, 0x0212, 0x0213, 0x0214], // YCbCr
  ...[0x828d, 0x828e, 0xc612, 0xc613, 0xc616, 0xc617, 0xc618, 0xc619, 0xc61a, 0xc61b, 0xc61c, 0xc61d, 0xc61e], // DNG
  ...[0xc61f, 0xc620, 0xc621, 0xc622, 0xc623, 0xc624, 0xc625, 0xc626, 0xc627, 0xc628, 0xc629, 0xc62a, 0xc62b],
  ...[0xc62c, 0xc62d, 0xc62e, 0xc631, 0xc632, 0xc633, 0xc65a, 0xc65b, 0xc65c, 0xc68d, 0xc68e, 0xc68f, 0xc690],
  ...[0xc691, 0xc692, 0xc6bf, 0xc714, 0xc715, 0xc740, 0xc741, 0xc74e, 0xc761, 0xc7b5],
  ...[0x80e3, 0x80e4, 0x80e5, 0x80e6], // samples and depth, as older programs say them
])
const headBytes = 8
const maxDirectories = 10_000
/** Of all directories together. */
const maxEntries = 200_000

/** A TIFF, of several pages too, in which the values of all other tags are zeros and their entries are gone. */
export async function stripTiff(file: FileView): Promise<Pieces> {
  const head = await file.read(0, headBytes)
  const isLittle = head.toString('latin1', 0, 2) === 'II'
  const u16 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const u32 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  if (u16(head, 2) !== 42) throw new Malformed('It is no TIFF of 32 bits.')
  const changes: (Range & { bytes?: Buffer })[] = []
  const seen = new Set<number>()
  let entriesSeen = 0
  let pointersSeen = 0

  /** Where the values of an entry are, when they do not fit into it. */
  function valuesOf(entry: Buffer): Range | undefined {
    const bytes = (typeBytes[u16(entry, 2)] ?? 1) * u32(entry, 4)
    const start = u32(entry, 8)
    return bytes > 4 ? { start: Math.max(start, headBytes), end: Math.min(start + bytes, file.size) } : undefined
  }

  /** Where the directories are that an entry points to. */
  async function directoriesOf(entry: Buffer): Promise<number[]> {
    const count = u32(entry, 4)
    pointersSeen += count
    if (pointersSeen > maxDirectories) throw new Malformed('It has too many directories.')
    if (count === 1) return [u32(entry, 8)]
    const list = Buffer.from(await file.read(u32(entry, 8), count * 4))
    return Array.from({ length: count }, (_, i) => u32(list, i * 4))
  }

  /** A directory and those that follow it; one that was walked before ends it. */
  async function walkAll(first: number): Promise<void> {
    for (let offset = first; offset !== 0 && !seen.has(offset); ) {
      const { entries, next } = await enter(offset)
      const remaining: Buffer[] = []
      for (const entry of entries) {
        const tag = u16(entry, 0)
        if (kept.has(tag)) remaining.push(entry)
        else await remove(entry)
        if (tag === subDirectories) for (const each of await directoriesOf(entry)) await walkAll(each)
      }
      const length = 2 + entries.length * 12 + 4
      if (next === undefined) throw new Malformed('A directory breaks off.')
      if (remaining.length < entries.length) {
        const bytes = Buffer.alloc(length)
        if (isLittle) bytes.writeUInt16LE(remaining.length)
        else bytes.writeUInt16BE(remaining.length)
        Buffer.concat([...remaining, next]).copy(bytes, 2)
        changes.push({ start: offset, end: offset + length, bytes })
      }
      offset = u32(next, 0)
    }
  }

  /** Makes zeros of what an entry points to: its values, or directories with all that is in them. */
  async function remove(entry: Buffer): Promise<void> {
    const values = valuesOf(entry)
    if (values) changes.push(values)
    if (!removedDirectories.has(u16(entry, 0)) && u16(entry, 2) !== typeOfDirectories) return
    for (const offset of await directoriesOf(entry)) {
      if (seen.has(offset) || offset + 2 > file.size) continue
      const { entries } = await enter(offset)
      for (const each of entries) await remove(each)
      changes.push({ start: offset, end: Math.min(offset + 2 + entries.length * 12 + 4, file.size) })
    }
  }

  /** As many of a directory's entries as there are, and the four bytes that say where the next one is. */
  async function enter(offset: number): Promise<{ entries: Buffer[]; next: Buffer | undefined }> {
    seen.add(offset)
    const count = u16(await file.read(offset, 2), 0)
    const present = Math.min(count, Math.floor((file.size - offset - 2) / 12))
    entriesSeen += present
    if (seen.size > maxDirectories || entriesSeen > maxEntries) throw new Malformed('It has too many directories.')
    const table = Buffer.from(await file.read(offset + 2, present * 12))
    const entries = Array.from({ length: present }, (_, i) => table.subarray(i * 12, i * 12 + 12))
    const end = offset + 2 + count * 12
    return { entries, next: end + 4 > file.size ? undefined : Buffer.from(await file.read(end, 4)) }
  }

  await walkAll(u32(head, 4))
  if (seen.size === 0) throw new Malformed('It has no directory.')
  return overwritten(file.size, changes)
}

/** The file with these ranges changed; nothing moves. */
export function overwritten(size: number, changes: (Range & { bytes?: Buffer })[]): Pieces {
  const pieces = new Pieces()
  let at = 0
  for (const { start, end, bytes } of changes.toSorted((a, b) => a.start - b.start)) {
    if (end <= start) continue
    if (start < at) {
      // Values that two entries share are zeros already; a directory may not lie in anything.
      if (bytes) throw new Malformed('Its parts lie in one another.')
      if (end <= at) continue
    }
    const from = Math.max(start, at)
    pieces.keep(at, from)
    if (bytes) pieces.add(bytes)
    else pieces.addZeros(end - from)
    at = end
  }
  pieces.keep(at, size)
  return pieces
}
