import { type FileView, Malformed, Pieces } from './file-view.ts'
import { exifOf, orientationIn } from './orientation.ts'

const exifHeader = 'Exif\0\0'
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/** Colours: JFIF, ICC profiles and Adobe's. Everything else in APPn and COM says where, when or with what. */
function isKept(marker: number, head: string): boolean {
  if (marker === 0xe0) return head.startsWith('JFIF\0') // JFXX is a thumbnail
  if (marker === 0xe2) return head.startsWith('ICC_PROFILE\0')
  if (marker === 0xee) return head.startsWith('Adobe')
  return (marker < 0xe0 || marker > 0xef) && marker !== 0xfe
}

/** A JPEG without what was written into it beside the picture, and without what follows it. Nothing is encoded again. */
export async function stripJpeg(file: FileView): Promise<Pieces> {
  const pieces = new Pieces()
  pieces.keep(0, 2)
  let orientation: number | undefined
  let at = 2
  let isBegun = false
  for (;;) {
    const [first, marker] = await file.read(at, 2)
    if (first !== 0xff) throw new Malformed('A segment does not begin with a marker.')
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xd9) break
    const length = (await file.read(at + 2, 2)).readUInt16BE(0)
    const end = at + 2 + length
    const head = (await file.read(at + 4, Math.min(length - 2, 16))).toString('latin1')
    if (marker === 0xe1 && head.startsWith(exifHeader))
      orientation ??= orientationIn(await file.read(at + 10, length - 8))
    if (isKept(marker!, head)) {
      // EXIF comes after JFIF and before the picture.
      if (!isBegun && marker !== 0xe0 && orientation !== undefined) {
        pieces.add(segmentOf(exifOf(orientation)))
        isBegun = true
      }
      pieces.keep(at, end)
    }
    at = end
    if (marker !== 0xda) continue
    const next = await endOfScan(file, at)
    pieces.keep(at, next)
    if (next === file.size) return pieces // It breaks off; what there is can be shown.
    at = next
  }
  pieces.keep(at, at + 2)
  return pieces
}

function segmentOf(tiff: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(2 + exifHeader.length + tiff.length, 2)
  return Buffer.concat([head, Buffer.from(exifHeader, 'latin1'), tiff])
}

/** Where the coded picture ends: at a marker that is not one of its own. */
async function endOfScan(file: FileView, from: number): Promise<number> {
  let at = from
  while (at < file.size) {
    const window = await file.rest(at)
    for (let i = window.indexOf(0xff); i !== -1 && i + 1 < window.length; i = window.indexOf(0xff, i + 1)) {
      const marker = window[i + 1]!
      if (marker !== 0 && marker !== 0xff && !isRestart(marker)) return at + i
    }
    // The last byte may be a marker's first.
    at += Math.max(1, window.length - 1)
  }
  return file.size
}
