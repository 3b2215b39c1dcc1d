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
}
/** Directories of EXIF, GPS and interoperability: all that they contain is removed with them. */
const directories = new Set([0x8769, 0x8825, 0xa005])
/** Description, make, model, software, time, artist, host, XMP, copyright, IPTC, Photoshop's, and Windows' own. */
const dropped = new Set([
  0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013b, 0x013c, 0x02bc, 0x8298, 0x83bb, 0x8649, 0x9c9b, 0x9c9c, 0x9c9d,
  0x9c9e, 0x9c9f, 0xc62f, 0xc634,
])
const maxDirectories = 1_000

/** A TIFF, of several pages too, in which the values of such tags are zeros and their entries are gone. */
export async function stripTiff(file: FileView): Promise<Pieces> {
  const head = await file.read(0, 8)
  const isLittle = head.toString('latin1', 0, 2) === 'II'
  const u16 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const u32 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  if (u16(head, 2) !== 42) throw new Malformed('It is no TIFF of 32 bits.')
  const changes: (Range & { bytes?: Buffer })[] = []
  const seen = new Set<number>()

  /** Where the values of an entry are, when they do not fit into it. */
  function valuesOf(entry: Buffer): Range | undefined {
    const bytes = (typeBytes[u16(entry, 2)] ?? 1) * u32(entry, 4)
    const start = u32(entry, 8)
    return bytes > 4 ? { start, end: Math.min(start + bytes, file.size) } : undefined
  }

  async function walk(offset: number, isDropped: boolean): Promise<number> {
    if (seen.has(offset) || seen.size >= maxDirectories) throw new Malformed('Its directories go in circles.')
    seen.add(offset)
    const count = u16(await file.read(offset, 2), 0)
    const table = Buffer.from(await file.read(offset + 2, count * 12 + 4))
    const entries = Array.from({ length: count }, (_, i) => table.subarray(i * 12, i * 12 + 12))
    const remaining: Buffer[] = []
    for (const entry of entries) {
      const tag = u16(entry, 0)
      if (directories.has(tag)) await walk(u32(entry, 8), true).catch(ignoreMalformed)
      if (!isDropped && !dropped.has(tag) && !directories.has(tag)) remaining.push(entry)
      else {
        const values = valuesOf(entry)
        if (values) changes.push(values)
      }
    }
    const next = u32(table, count * 12)
    if (isDropped) changes.push({ start: offset, end: offset + 2 + table.length })
    else if (remaining.length < count) {
      const bytes = Buffer.alloc(2 + table.length)
      if (isLittle) bytes.writeUInt16LE(remaining.length)
      else bytes.writeUInt16BE(remaining.length)
      Buffer.concat([...remaining, table.subarray(count * 12)]).copy(bytes, 2)
      changes.push({ start: offset, end: offset + bytes.length, bytes })
    }
    return next
  }

  for (let offset = u32(head, 4); offset !== 0; ) offset = await walk(offset, false)
  return overwritten(file.size, changes)
}

function ignoreMalformed(error: unknown): void {
  if (!(error instanceof Malformed)) throw error
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
    pieces.add(bytes ?? Buffer.alloc(end - from))
    at = end
  }
  pieces.keep(at, size)
  return pieces
}
