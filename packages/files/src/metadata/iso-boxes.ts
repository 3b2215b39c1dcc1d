import { type FileView, Malformed } from './file-view.ts'

/** A box of the ISO base media file format (ISO/IEC 14496-12): where it begins, and where its contents are. */
export interface Box {
  type: string
  at: number
  start: number
  end: number
}

const maxBoxes = 100_000
/** Boxes of pixels and sound, which are shown as far as they go. */
const data = new Set(['mdat', 'jp2c', 'jxlc', 'jxlp'])

/**
 * Reads the boxes between two places of a file; those of the file itself end where it breaks off.
 *
 * The reader throws Malformed for a box that is longer than what it is in, and for too many in all
 */
export function createBoxReader(file: FileView) {
  let seen = 0
  return async (from: number, to: number, isFile = false): Promise<Box[]> => {
    const boxes: Box[] = []
    for (let at = from; at + 8 <= to; ) {
      const head = await file.read(at, 8)
      let length = head.readUInt32BE(0)
      const type = head.toString('latin1', 4, 8)
      let headLength = 8
      if (length === 1 && at + 16 <= to) {
        length = Number((await file.read(at + 8, 8)).readBigUInt64BE(0))
        headLength = 16
      } else if (length === 0) length = to - at
      if (isFile && data.has(type)) length = Math.min(length, to - at)
      if (length < headLength || at + length > to) {
        if (isFile) break
        throw new Malformed('A box is longer than what it is in.')
      }
      if (++seen > maxBoxes) throw new Malformed('It has too many boxes.')
      boxes.push({ type, at, start: at + headLength, end: at + length })
      at += length
    }
    return boxes
  }
}
