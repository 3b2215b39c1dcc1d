import { type FileView, Malformed } from './file-view.ts'

/** From one place in the file to another. */
export interface Range {
  start: number
  end: number
}

export const maxTableBytes = 4 * 1024 * 1024
const maxChunks = 100_000

/** Items that are pixels, or made of other items. */
const keptItems = new Set([
  ...['hvc1', 'hev1', 'lhv1', 'av01', 'avc1', 'vvc1', 'evc1', 'jpeg', 'j2k1', 'unci', 'mski'],
  ...['grid', 'iovl', 'iden', 'tmap'],
])

/** The id of an item that is EXIF, XMP or of any other kind that is not shown, by its entry (`infe`). */
export function removedItem(entry: Buffer): number | undefined {
  const version = entry[0]!
  const idBytes = version > 2 ? 4 : 2
  const isKept = version >= 2 && keptItems.has(entry.toString('latin1', 6 + idBytes, 10 + idBytes))
  return isKept ? undefined : entry.readUIntBE(4, idBytes)
}

/** Where these items' bytes are (ISO/IEC 14496-12, 8.11.3). Some places may be beyond the file's end. */
export function itemPlaces(iloc: Buffer, ids: ReadonlySet<number>, dataStart: number | undefined): Range[] {
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
  const ranges: Range[] = []
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
      if (!ids.has(id)) continue
      // Bytes of other items, or all that there are.
      if (origin === undefined || length === 0) throw new Malformed('An item of metadata is in others.')
      ranges.push({ start: origin + start, end: origin + start + length })
    }
  }
  return ranges
}

/** Where the samples of a track are, by the boxes of its `stbl` (8.7). */
export async function samplePlaces(
  file: FileView,
  boxes: readonly { type: string; start: number; end: number }[],
): Promise<Range[]> {
  const table = async (type: string): Promise<Buffer | undefined> => {
    const box = boxes.find((each) => each.type === type)
    if (box && box.end - box.start > maxTableBytes) throw new Malformed('A table is too long.')
    return box && Buffer.from(await file.read(box.start, box.end - box.start))
  }
  const [runs, sizes, short, long] = [
    await table('stsc'),
    await table('stsz'),
    await table('stco'),
    await table('co64'),
  ]
  const chunks = short ?? long
  if (!runs || !sizes || !chunks) throw new Malformed('It does not say where a track is.')
  const [runCount, chunkCount] = [runs.readUInt32BE(4), chunks.readUInt32BE(4)]
  const [fixed, sampleCount] = [sizes.readUInt32BE(4), sizes.readUInt32BE(8)]
  if (chunkCount > maxChunks) throw new Malformed('A track is in too many pieces.')
  const ranges: Range[] = []
  let run = 0
  let sample = 0
  for (let chunk = 0; chunk < chunkCount; chunk++) {
    while (run + 1 < runCount && runs.readUInt32BE(8 + (run + 1) * 12) <= chunk + 1) run++
    const last = Math.min(sample + runs.readUInt32BE(8 + run * 12 + 4), sampleCount)
    const start = short ? chunks.readUInt32BE(8 + chunk * 4) : Number(chunks.readBigUInt64BE(8 + chunk * 8))
    let length = fixed * (last - sample)
    if (fixed === 0) for (let i = sample; i < last; i++) length += sizes.readUInt32BE(12 + i * 4)
    sample = last
    if (start < file.size) ranges.push({ start, end: Math.min(start + length, file.size) })
  }
  return ranges
}
