import { type FileView, Malformed, type Pieces } from './file-view.ts'
import type { Range } from './iso-places.ts'
import { overwritten } from './tiff.ts'

/** An element of EBML (RFC 8794): its id, and where its contents are; those of unknown length have no end. */
interface Element {
  id: number
  at: number
  start: number
  end: number | undefined
}

const ids = { ebml: 0x1a45dfa3, segment: 0x18538067, info: 0x1549a966, tracks: 0x1654ae6b, track: 0xae, void: 0xec }
/** Of a segment (RFC 9559), and of clusters whose length is not known. Tags, chapters, attachments and sums are removed. */
const keptOfSegment = new Set([
  ...[0x114d9b74, ids.info, ids.tracks, 0x1f43b675, 0x1c53bb6b, ids.void],
  ...[0xe7, 0xa3, 0xa0, 0xa7, 0xab, 0x5854, 0xaf],
])
/** The scale of times, and the duration. */
const keptOfInfo = new Set([0x2ad7b1, 0x4489, ids.void])
/** The programs that wrote it: there must be some. */
const emptiedOfInfo = new Set([0x4d80, 0x5741])
/** A track's name, the name of its codec, and sums. */
const removedOfTrack = new Set([0x536e, 0x258688, 0xbf])
const trackType = 0x83
/** Pictures, sound, and both; logos, subtitles, buttons. */
const keptTracks = new Set([1, 2, 3, 0x10, 0x11, 0x12])
const maxElements = 200_000

/** A WebM or Matroska without metadata: elements that are not needed to play it become void; nothing moves. */
export async function stripWebm(file: FileView): Promise<Pieces> {
  const changes: (Range & { bytes?: Buffer })[] = []
  let seen = 0

  async function elementAt(at: number, to: number): Promise<Element> {
    if (++seen > maxElements) throw new Malformed('It has too many elements.')
    const idBytes = widthOf((await file.read(at, 1))[0]!, 4)
    const id = (await file.read(at, idBytes)).readUIntBE(0, idBytes)
    const first = (await file.read(at + idBytes, 1))[0]!
    const width = widthOf(first, 8)
    const start = at + idBytes + width
    const size = Buffer.from(await file.read(at + idBytes, width))
    size[0] = first & (0xff >> width)
    const isUnknown = size[0] === 0xff >> width && size.subarray(1).every((byte) => byte === 0xff)
    const length = size.reduce((sum, byte) => sum * 256 + byte, 0)
    if (!isUnknown && start + length > to) return { id, at, start, end: to }
    return { id, at, start, end: isUnknown ? undefined : start + length }
  }

  async function* elementsIn(from: number, to: number): AsyncGenerator<Element & { end: number }> {
    for (let at = from; at + 2 <= to; ) {
      const element = await elementAt(at, to)
      // What is in a cluster of unknown length is walked as what follows it.
      const end = element.end ?? element.start
      yield { ...element, end }
      at = end
    }
  }

  /** Makes an element void, as long as it was. */
  function remove({ at, end }: { at: number; end: number }): void {
    const total = end - at
    const bytes = total < 9 ? Buffer.from([ids.void, 0x80 | (total - 2)]) : Buffer.alloc(9)
    if (total >= 9) {
      bytes[0] = ids.void
      bytes.writeBigUInt64BE((1n << 56n) | BigInt(total - 9), 1)
    }
    changes.push({ start: at, end: at + bytes.length, bytes }, { start: at + bytes.length, end })
  }

  async function walkInfo(from: number, to: number): Promise<void> {
    for await (const element of elementsIn(from, to)) {
      if (emptiedOfInfo.has(element.id)) changes.push({ start: element.start, end: element.end })
      else if (!keptOfInfo.has(element.id)) remove(element)
    }
  }

  async function walkTracks(from: number, to: number): Promise<void> {
    for await (const track of elementsIn(from, to)) {
      if (track.id !== ids.track) {
        remove(track)
        continue
      }
      for await (const element of elementsIn(track.start, track.end)) {
        if (element.id === trackType && !keptTracks.has((await file.read(element.start, 1))[0]!))
          throw new Malformed('It has a track of metadata.')
        if (removedOfTrack.has(element.id)) remove(element)
      }
    }
  }

  const header = await elementAt(0, file.size)
  if (header.id !== ids.ebml || header.end === undefined) throw new Malformed('It does not begin as it must.')
  const segment = await elementAt(header.end, file.size)
  if (segment.id !== ids.segment) throw new Malformed('It has no segment.')
  const end = segment.end ?? file.size
  for await (const element of elementsIn(segment.start, end)) {
    if (element.id === ids.void) changes.push({ start: element.start, end: element.end })
    else if (!keptOfSegment.has(element.id)) remove(element)
    else if (element.id === ids.info) await walkInfo(element.start, element.end)
    else if (element.id === ids.tracks) await walkTracks(element.start, element.end)
  }
  return overwritten(end, changes)
}

/** How many bytes a number has, by its first. */
function widthOf(first: number, most: number): number {
  const width = Math.clz32(first) - 23
  if (width > most) throw new Malformed('A number in it is too long.')
  return width
}
