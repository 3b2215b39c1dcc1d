import { type FileView, Malformed, Pieces } from './file-view.ts'

const extension = 0x21
const image = 0x2c
const trailer = 0x3b
const application = 0xff
/** How a frame is shown, and text that is drawn. */
const keptLabels = new Set([0xf9, 0x01])
/** How often an animation runs, and its colours. */
const keptApplications = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'])

const tableBytes = (packed: number) => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0)

/** A GIF without comments, XMP and other applications' data, and without what follows it. */
export async function stripGif(file: FileView): Promise<Pieces> {
  const pieces = new Pieces()
  let at = 13 + tableBytes((await file.read(10, 1))[0]!)
  pieces.keep(0, at)
  let hasImage = false
  for (;;) {
    // It breaks off; what there is can be shown.
    if (hasImage && at === file.size) return pieces
    const [kind, label] = await file.read(at, at + 1 < file.size ? 2 : 1)
    if (kind === trailer) break
    let end: number
    let isKept = true
    if (kind === extension) {
      const name =
        label === application
          ? (await file.read(at + 3, Math.min(11, Math.max(0, file.size - at - 3)))).toString('latin1')
          : undefined
      isKept = name === undefined ? keptLabels.has(label!) : keptApplications.has(name)
      end = await endOfBlocks(file, at + 2)
    } else if (kind === image) {
      hasImage = true
      const table = tableBytes((await file.read(at + 9, 1))[0]!)
      end = await endOfBlocks(file, at + 11 + table)
    } else throw new Malformed('A block is of no kind.')
    if (isKept) pieces.keep(at, end)
    at = end
  }
  pieces.keep(at, at + 1)
  return pieces
}

/** The file's end where they break off. */
async function endOfBlocks(file: FileView, from: number): Promise<number> {
  for (let at = from; ; ) {
    if (at >= file.size) return file.size
    const [length] = await file.read(at, 1)
    at += 1 + length!
    if (length === 0) return at
  }
}
