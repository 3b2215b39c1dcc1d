import { type FileView, Malformed, Pieces } from './file-view.ts'
import { exifOf, orientationIn } from './orientation.ts'

const exifHeader = 'Exif\0\0'
const startOfScan = 0xda
const endOfPicture = 0xd9
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7
/** TEM, RSTn and a second SOI: nothing follows them that is theirs. */
const standsAlone = (marker: number) => marker === 0x01 || isRestart(marker) || marker === 0xd8
const isReserved = (marker: number) => marker > 0x01 && marker < 0xc0

/** Frames, tables, scans, and colours: JFIF, ICC profiles and Adobe's. The rest may be metadata. */
function isKept(marker: number, head: string): boolean {
  if (marker === 0xe0) return head.startsWith('JFIF\0') // JFXX is a thumbnail
  if (marker === 0xe2) return head.startsWith('ICC_PROFILE\0')
  if (marker === 0xee) return head.startsWith('Adobe')
  return marker < 0xe0 || marker === 0xf7 || marker === 0xf8
}

/**
 * A JPEG without what was written into it beside the picture, and without what follows it. Nothing is encoded again.
 * Bytes between segments are passed over as libjpeg does, and are gone too.
 */
export async function stripJpeg(file: FileView): Promise<Pieces> {
  const pieces = new Pieces()
  pieces.keep(0, 2)
  let orientation: number | undefined
  let isExifWritten = false
  let hasScan = false
  let at = 2
  for (;;) {
    const found = await nextMarker(file, at)
    if (found?.marker === endOfPicture && hasScan) {
      pieces.keep(found.at, found.at + 2)
      return pieces
    }
    if (found && (standsAlone(found.marker) || (hasScan && isReserved(found.marker)))) {
      at = found.at + 2
      continue
    }
    const end = found && (await endOfSegment(file, found.at))
    if (end === undefined || end > file.size) {
      if (hasScan) return pieces // It breaks off; what there is can be shown.
      throw new Malformed('It ends before the picture begins.')
    }
    const { at: start, marker } = found!
    if (marker === endOfPicture || isReserved(marker)) throw new Malformed('A marker stands where none can be.')
    const head = (await file.read(start + 4, Math.min(end - start - 4, 16))).toString('latin1')
    if (marker === 0xe1 && !hasScan && head.startsWith(exifHeader))
      orientation ??= orientationIn(await file.read(start + 10, end - start - 10))
    if (isKept(marker, head)) {
      // EXIF comes after JFIF and before the picture.
      if (!isExifWritten && marker !== 0xe0 && orientation !== undefined) {
        pieces.add(segmentOf(exifOf(orientation)))
        isExifWritten = true
      }
      pieces.keep(start, end)
    }
    at = end
    if (marker !== startOfScan) continue
    hasScan = true
    at = await endOfScan(file, end)
    pieces.keep(end, at)
  }
}

/** The next marker, wherever it stands; undefined at the end of the file. */
async function nextMarker(file: FileView, from: number): Promise<{ at: number; marker: number } | undefined> {
  for (let at = from; at + 1 < file.size; ) {
    const window = await file.rest(at)
    for (let i = window.indexOf(0xff); i !== -1 && i + 1 < window.length; i = window.indexOf(0xff, i + 1)) {
      const marker = window[i + 1]!
      if (marker !== 0 && marker !== 0xff) return { at: at + i, marker }
    }
    // The last byte may be a marker's first.
    at += window.length - 1
  }
  return undefined
}

/** Undefined where the file ends before. A length says at least itself, as libjpeg reads it. */
async function endOfSegment(file: FileView, at: number): Promise<number | undefined> {
  if (at + 4 > file.size) return undefined
  return at + 2 + Math.max(2, (await file.read(at + 2, 2)).readUInt16BE(0))
}

function segmentOf(tiff: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(2 + exifHeader.length + tiff.length, 2)
  return Buffer.concat([head, Buffer.from(exifHeader, 'latin1'), tiff])
}

/** Where the coded picture ends: at a marker that is not one of its own, nor one that means nothing. */
async function endOfScan(file: FileView, from: number): Promise<number> {
  let at = from
  while (at < file.size) {
    const window = await file.rest(at)
    for (let i = window.indexOf(0xff); i !== -1 && i + 1 < window.length; i = window.indexOf(0xff, i + 1)) {
      const marker = window[i + 1]!
      if (marker >= 0xc0 && marker !== 0xff && !isRestart(marker)) return at + i
    }
    // The last byte may be a marker's first.
    at += Math.max(1, window.length - 1)
  }
  return file.size
}
